// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate_findings.h"
#include "model/words.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

QString known(const QStringList &names)
{
    return names.isEmpty() ? Words::tr("The fleet has none yet.")
                           : Words::tr("There are: %1.").arg(enumerated(names));
}

/// Looks at one field of one map of values.
class FieldCheck
{
public:
    FieldCheck(Findings &found, const FieldScope &scope, const Field &field)
        : m_found(found)
        , m_scope(scope)
        , m_field(field)
        , m_value(scope.written.at(field.name))
        , m_spot{scope.item, scope.prefix + field.name, {}, scope.entry}
    {}

    void run()
    {
        if (m_value.isNull())
            return checkMissing();
        if (m_field.notYet)
            return add(Rule::NotYet,
                       Words::tr("\"%1\" of %2 is kept, but does nothing yet in this version.")
                           .arg(m_field.name, m_scope.what));
        if (!matters() && !m_field.fact)
            add(Rule::NoEffect,
                Words::tr("\"%1\" of %2 has no effect, because it counts only with %3.")
                    .arg(m_field.name, m_scope.what, conditionText()));
        if (m_field.notYetValues.contains(m_value.text()))
            m_found.add(
                Rule::NotYet, m_spot,
                Words::tr("\"%1\" as %2 of %3 is kept, but does nothing yet in this version.")
                    .arg(m_value.text(), m_field.name, m_scope.what));
        if (m_field.type == FieldType::List && !m_value.isMap())
            return checkElements();
        checkValue(m_field, m_value);
    }

private:
    void checkMissing()
    {
        const bool deploys = m_found.purpose == Purpose::Deploy;
        if (!(m_field.required || (m_field.fact && deploys)) || !matters())
            return;
        if (m_field.required)
            add(Rule::MissingField, Words::tr("\"%1\" of %2 is missing%3. Add it.")
                                        .arg(m_field.name, m_scope.what, because()));
        else
            add(Rule::MissingFact, Words::tr("\"%1\" of %2 is not known, and a deploy needs it%3. "
                                             "Adopt the host, or write it down by hand.")
                                       .arg(m_field.name, m_scope.what, because()));
    }

    void checkElements()
    {
        Field element = m_field;
        element.type = m_field.of;
        for (const Value &value : m_value.isList() ? m_value.list() : ValueList{m_value})
            checkValue(element, value);
    }

    void checkValue(const Field &field, const Value &value)
    {
        if (isPlaceholder(field, value))
            return m_found.add(Rule::Placeholder, m_spot,
                               Words::tr("\"%1\" of %2 still holds the placeholder \"%3\". Put "
                                         "your own public key there.")
                                   .arg(m_field.name, m_scope.what, value.text().left(60)));
        const QString reason = complaint(field, value);
        if (reason.isEmpty())
            return checkTarget(field, value.text());
        m_found.add(badValueCode(field.type), Severity::Error, m_spot,
                    Words::tr("\"%1\" of %2: %3.").arg(m_field.name, m_scope.what, reason));
    }

    /// What a value names must be there.
    void checkTarget(const Field &field, const QString &name)
    {
        if (field.values.contains(name) || name.isEmpty())
            return;
        if (field.type == FieldType::Host && !m_found.topology.host(name))
            unknown(Rule::UnknownHost, u"host"_s, name, m_found.hostNames());
        if (field.type == FieldType::Role && !m_found.catalog.role(name))
            unknown(Rule::UnknownRole, u"role"_s, name, roleNames());
        if (field.type == FieldType::Ref && !hasTarget(field, name))
            unknown(Rule::UnknownItem, titles(field), name, targets(field));
    }

    void unknown(Rule rule, const QString &what, const QString &name, const QStringList &names)
    {
        m_found.add(
            rule, m_spot,
            Words::tr("\"%1\" of %2 names the %3 \"%4\", but there is none of that name.%5 %6")
                .arg(m_field.name, m_scope.what, what, name, m_found.suggest(name, names),
                     known(names)));
    }

    bool hasTarget(const Field &field, const QString &name) const
    {
        const auto inFile = [&](const QString &kind) {
            return bool(m_found.fleet.find(ItemId(kind + u'/' + name)));
        };
        return refTarget(m_found.topology, field, name, m_scope.host)
               || std::ranges::any_of(field.kinds, inFile);
    }

    QStringList roleNames() const
    {
        QStringList names;
        for (const Role &role : m_found.catalog.roles())
            names += role.name;
        return names;
    }

    QString titles(const Field &field) const
    {
        QStringList words;
        for (const QString &name : field.kinds) {
            const Kind *kind = m_found.catalog.kind(name);
            words += kind ? ofCatalog(kind->title) : name;
        }
        return words.join(Words::tr(" or "));
    }

    QStringList targets(const Field &field) const
    {
        constexpr qsizetype enough = 200; // names to suggest from
        QStringList names;
        for (const Placed &item : m_found.topology.items) {
            if (names.size() == enough)
                break;
            if (field.kinds.contains(item.kind))
                names += item.name;
        }
        return names;
    }

    bool matters() const
    {
        return std::ranges::all_of(m_field.when, [this](const auto &entry) {
            const QStringView path(entry.first);
            const Value value = path.startsWith(u"fleet.") ? setting(path.mid(6)) : m_scope.effective.at(path);
            return value.text() == entry.second;
        });
    }

    Value setting(QStringView path) const
    {
        return m_found.catalog.effective(*m_found.catalog.kind(u"fleet"),
                                         m_found.fleet.settings().values, path);
    }

    QString conditionText() const
    {
        QStringList parts;
        for (const auto &[path, value] : m_field.when)
            parts += path + u": "_s + value;
        return parts.join(Words::tr(" and "));
    }

    QString because() const
    {
        return m_field.when.empty() ? QString() : u" (%1)"_s.arg(conditionText());
    }

    void add(Rule rule, const QString &message) { m_found.add(rule, m_spot, message); }

    Findings &m_found;
    const FieldScope &m_scope;
    const Field &m_field;
    const Value m_value;
    const Spot m_spot;
};

void checkPlace(Findings &found, const Item &item)
{
    const Spot spot{item.id, u"host"_s, {}, &item};
    if (item.host.isEmpty())
        return found.add(
            Rule::MissingField, spot,
            Words::tr("%1 stands on no host. Write the host that carries it.").arg(item.name));
    if (found.topology.host(item.host))
        return;
    const QStringList names = found.hostNames();
    found.add(Rule::UnknownHost, spot,
              Words::tr("%1 stands on the host \"%2\", but there is none of that name.%3 %4")
                  .arg(item.name, item.host, found.suggest(item.host, names), known(names)));
}

} // namespace

void checkFieldsOf(Findings &found, const FieldScope &scope)
{
    for (const Field &field : scope.kind.fields)
        FieldCheck(found, scope, field).run();
}

void checkFields(Findings &found)
{
    const auto check = [&](const Item &item, const Kind &kind, const Value &values,
                           const QString &prefix, const QString &what) {
        const Value effective = found.catalog.effective(kind, values);
        checkFieldsOf(found, {kind, item.id, values, effective, item.host, prefix, what, &item});
    };
    if (found.begin(Wide::Settings)) {
        const Kind &kind = *found.catalog.kind(u"fleet");
        const Item &settings = found.fleet.settings();
        const Value effective = found.catalog.effective(kind, settings.values);
        checkFieldsOf(found, {kind, settings.id, settings.values, effective, {}, {}, Words::tr("the fleet")});
    }
    found.begin(Wide::None);
    for (const ItemPtr &host : found.hosts()) {
        found.about(host->name);
        check(*host, *found.catalog.kind(u"host"), host->values, {},
              Words::tr("host ") + host->name);
    }
    for (const ItemPtr &item : found.items()) {
        found.about(item->host);
        const Kind *kind = found.catalog.kind(item->kind);
        if (!kind)
            continue; // checkServices() says so
        const bool isService = isServiceEntry(*item);
        const QString prefix = isService ? u"settings"_s : QString();
        check(*item, *kind, item->values.at(prefix), isService ? prefix + u'.' : prefix,
              item->name);
        if (!isService)
            checkPlace(found, *item);
    }
}

} // namespace model
