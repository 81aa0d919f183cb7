// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalog.h"

#include "model/catalog_loader.h"

#include <algorithm>

namespace model {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
const T *named(const QList<T> &list, QStringView name)
{
    const auto at = std::ranges::find_if(list, [&](const T &entry) { return entry.name == name; });
    return at == list.end() ? nullptr : &*at;
}

/// What a field gets because another one is written.
Value implied(const Kind &kind, const Value &values, QStringView path)
{
    for (const Field &field : kind.fields) {
        for (const auto &[target, value] : field.implies) {
            if (target == path && !values.at(field.name).isNull())
                return value;
        }
    }
    return {};
}

} // namespace

Value merged(const Value &values, const Value &defaults)
{
    if (!values.isMap() || !defaults.isMap())
        return values.isNull() ? defaults : values;
    const ValueMap missing = defaults.map();
    ValueMap result = values.map();
    result.reserve(result.size() + missing.size());
    for (const auto &[key, fallback] : missing) {
        const auto isIt = [&](const auto &entry) { return entry.first == key; };
        const auto at = std::ranges::find_if(result, isIt);
        if (at == result.end())
            result.append({key, fallback});
        else
            at->second = merged(at->second, fallback);
    }
    return result;
}

const Field *Kind::field(QStringView path) const
{
    for (const Field &field : fields) {
        if (field.name == path)
            return &field;
    }
    for (const Field &field : fields) {
        if (field.aliases.contains(path))
            return &field;
    }
    const QString meant = aliases.value(path.toString());
    return meant.isEmpty() || meant == path ? nullptr : field(meant);
}

Result<Catalog> Catalog::load(const QString &root)
{
    return CatalogLoader().load(root);
}

const Catalog &Catalog::builtIn()
{
    static const Catalog catalog = [] {
        Result<Catalog> loaded = CatalogLoader().load(u":/resources"_s, CatalogLoader::Checks::ByTests);
        if (!loaded)
            qFatal("The built-in catalog is broken: %s", qPrintable(loaded.error().message));
        return *std::move(loaded);
    }();
    return catalog;
}

const Kind *Catalog::kind(QStringView name) const
{
    if (name == m_host.name)
        return &m_host;
    if (name == m_fleet.name)
        return &m_fleet;
    return named(m_kinds, name);
}

const Kind *Catalog::kindOfSection(QStringView fleetKey) const
{
    if (fleetKey == m_host.fleetKey)
        return &m_host;
    if (fleetKey == u"services")
        return nullptr;
    const auto isIt = [&](const Kind &kind) { return kind.fleetKey == fleetKey; };
    const auto at = std::ranges::find_if(m_kinds, isIt);
    return at == m_kinds.end() ? nullptr : &*at;
}

const Role *Catalog::role(QStringView name) const
{
    return named(m_roles, name);
}

const ContainerBackend *Catalog::containerBackend(QStringView name) const
{
    return named(m_containerBackends, name);
}

Value Catalog::effective(const Kind &kind, const Value &values, QStringView path) const
{
    if (const Value own = values.at(path); !own.isNull())
        return own;
    if (const Value other = implied(kind, values, path); !other.isNull())
        return other;
    const Field *field = kind.field(path);
    if (field && !field->defaultFrom.isEmpty() && field->defaultFrom != path)
        return effective(kind, values, field->defaultFrom);
    return kind.defaults.at(path);
}

Value Catalog::effective(const Kind &kind, const Value &values) const
{
    Value result = values.isMap() ? values : Value(ValueMap());
    for (const Field &field : kind.fields) {
        const bool derived = !field.defaultFrom.isEmpty();
        if (derived && result.at(field.name).isNull())
            result.set(field.name, effective(kind, values, field.name));
        if (field.implies.empty() || values.at(field.name).isNull())
            continue;
        for (const auto &[target, value] : field.implies) {
            if (result.at(target).isNull())
                result.set(target, value);
        }
    }
    return merged(result, kind.defaults);
}

} // namespace model
