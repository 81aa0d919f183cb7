// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/image.h"

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

/// "factorio.version" → factorioVersion.
QString variableName(const QString &field)
{
    QString name;
    bool upper = false;
    for (const QChar c : field) {
        const bool separates = c == u'.' || c == u'-';
        if (!separates)
            name += upper ? c.toUpper() : c;
        upper = separates;
    }
    return name;
}

Expr shared(const Context &context, const QString &field, Versions &versions)
{
    const QString variable = variableName(field);
    const auto known = [&](const Binding &binding) { return binding.path.first() == variable; };
    if (std::ranges::none_of(versions, known)) {
        const QString comment = wrapped(context.fleetKind().field(field)->help);
        versions.append(
            {{variable},
             text(context.settings.at(field).text()).noted(comment).from(fleetOrigin(field))});
    }
    return name(variable);
}

} // namespace

Expr image(const Context &context, const model::Field &field, Versions &versions)
{
    const QString reference = context.settings.at(field.name).text();
    const QString parent = field.name.section(u'.', 0, -2);
    const QString common = field.name.section(u'.', 0, -3) + u".version"_s;
    const QString digest = context.settings.at(QString(parent + u".digest"_s)).text();
    const QString version = context.settings.at(QString(parent + u".version"_s)).text();
    const bool hasTag = reference.lastIndexOf(u':') > reference.lastIndexOf(u'/');
    if (reference.contains(u'@'))
        return text(reference);
    if (!digest.isEmpty())
        return text(reference + u'@' + digest);
    if (hasTag)
        return text(reference);
    if (!version.isEmpty())
        return text(reference + u':' + version);
    if (!context.fleetKind().field(common) || context.settings.at(common).isNull())
        return text(reference);
    return Text{{QString(reference + u':'), shared(context, common, versions)}, false};
}

} // namespace nixgen
