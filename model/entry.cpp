// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/entry.h"

#include "model/words.h"

using namespace Qt::StringLiterals;

namespace model {

EntryReader::EntryReader(const Catalog &catalog) : m_catalog(catalog)
{
    m_sections.append(hostsKey);
    for (const Kind &kind : catalog.kinds())
        if (!kind.fleetKey.isEmpty() && !m_sections.contains(kind.fleetKey)
            && kind.fleetKey != servicesKey)
            m_sections.append(kind.fleetKey);
    m_sections.append(servicesKey);
    m_unknown.identity = u"name"_s;
}

const Shape &EntryReader::shape(const QString &kind)
{
    const auto it = m_shapes.find(kind);
    if (it != m_shapes.end())
        return it->second;
    const Kind *known = m_catalog.kind(kind);
    return m_shapes.emplace(kind, Shape(known ? *known : m_unknown)).first->second;
}

Item EntryReader::readSettings(const YamlNode &root, QList<Finding> &findings)
{
    Item item;
    item.id = ItemId::fleet();
    item.kind = u"fleet"_s;
    item.values =
        readFields(root, shape(item.kind), m_sections, m_sections, findings);
    item.name = item.values.at(u"name").text();
    return item;
}

QString EntryReader::scalarAt(const YamlNode &entry, QStringView key,
                              QList<Finding> &findings) const
{
    const YamlNode *node = entry.value(key);
    if (!node || node->isNull())
        return {};
    if (node->isScalar())
        return node->string();
    findings.append({Severity::Error, u"wrong-type"_s,
                     Words::tr("\"%1\" is a plain text, not a list or map").arg(key),
                     key.toString(), node->begin});
    return {};
}

std::optional<Item> EntryReader::read(const QString &section, const YamlNode &entry,
                                      QList<Finding> &findings)
{
    if (!entry.isMap()) {
        findings.append(
            {Severity::Error,
             u"bad-entry"_s,
             Words::tr("an entry of \"%1\" is a map like {name: …}, not this").arg(section),
             {},
             entry.begin});
        return {};
    }
    if (section == servicesKey)
        return readService(entry, findings);
    const Kind *kind =
        section == hostsKey ? m_catalog.kind(u"host") : m_catalog.kindOfSection(section);
    if (!kind)
        return {};
    const Shape &form = shape(kind->name);
    const int nameKey = form.nameKey(entry);
    Item item;
    item.kind = kind->name;
    if (nameKey >= 0)
        item.name = scalarAt(entry, entry.children[size_t(nameKey)].string(), findings);
    if (item.name.isEmpty()) {
        findings.append(
            {Severity::Error,
             u"no-name"_s,
             Words::tr("this entry of \"%1\" has no name, so it is left out").arg(section),
             {},
             entry.begin});
        return {};
    }
    item.id = ItemId(kind->name + u'/' + item.name);
    QStringList skip{entry.children[size_t(nameKey)].string()};
    if (section != hostsKey) {
        item.host = scalarAt(entry, u"host", findings);
        skip += u"host"_s;
    }
    static const QStringList also{u"name"_s, u"host"_s};
    item.values = readFields(entry, form, skip, also, findings);
    return item;
}

std::optional<Item> EntryReader::readService(const YamlNode &entry, QList<Finding> &findings)
{
    Item item;
    item.name = scalarAt(entry, u"name", findings);
    item.kind = scalarAt(entry, u"kind", findings);
    if (item.name.isEmpty() || item.kind.isEmpty()) {
        findings.append(
            {Severity::Error,
             item.name.isEmpty() ? u"no-name"_s : u"no-kind"_s,
             Words::tr("an entry of \"services\" needs a name and a kind, so this one is left out"),
             {},
             entry.begin});
        return {};
    }
    item.id = ItemId(u"service/"_s + item.name);
    item.values = ValueMap();
    const YamlNode *settings = entry.value(u"settings");
    if (settings && settings->isMap())
        item.values = item.values.with(u"settings",
                                       readFields(*settings, shape(item.kind), {}, {}, findings));
    else if (settings && !settings->isNull())
        findings.append({Severity::Error, u"wrong-type"_s,
                         Words::tr("\"settings\" is a map of fields, not this"), u"settings"_s,
                         settings->begin});
    for (size_t i = 0; i + 1 < entry.children.size(); i += 2) {
        const QString key = entry.children[i].string();
        if (key == u"roles"_s && !entry.children[i + 1].isNull())
            item.values = item.values.with(u"roles", plainValue(entry.children[i + 1]));
        else if (key != u"name"_s && key != u"kind"_s && key != u"settings"_s && key != u"roles"_s)
            findings.append({Severity::Warning, u"unknown-key"_s,
                             Words::tr("\"%1\" is not known and has no effect; known here: name, "
                                       "kind, settings, roles")
                                 .arg(key),
                             key, entry.children[i].begin});
    }
    return item;
}

} // namespace model
