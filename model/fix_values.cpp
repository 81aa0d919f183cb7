// SPDX-License-Identifier: GPL-3.0-or-later
// Menders of single values: what was probably meant, the default, or nothing.

#include "model/fix_mending.h"
#include "model/freeports.h"
#include "model/validate_findings.h"
#include "model/words.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString shown(const Field &field, const Value &value)
{
    const QString text = shownText(field, value);
    constexpr qsizetype most = 40;
    return text.size() > most ? text.left(most) + u'…' : text;
}

QString groupOf(const QString &text, const QString &pattern, int group)
{
    const auto match = QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text);
    return match.hasMatch() ? match.captured(group) : QString();
}

Value portOf(const Mending &m, const Field &field, const QString &text)
{
    const int port = text.trimmed().toInt();
    if (port >= 1 && port <= 65535)
        return port;
    const PlacedHost *host = m.host(m.hostOf());
    const Kind *kind = m.kind();
    if (!host || !kind)
        return {};
    const int free = FreePorts(m.topology, *host, m.found.item)
                         .next(*kind, field.name, int(field.fallback.toInt(1024)));
    return free > 0 ? Value(free) : Value();
}

Value rangeOf(const QString &text)
{
    const QString pattern = u"\\s*(\\d+)\\s*[-:–.]+\\s*(\\d+)\\s*"_s;
    const int a = std::clamp(groupOf(text, pattern, 1).toInt(), 0, 65535);
    const int b = std::clamp(groupOf(text, pattern, 2).toInt(), 0, 65535);
    return a > 0 && b > 0 ? Value(u"%1-%2"_s.arg(std::min(a, b)).arg(std::max(a, b))) : Value();
}

QString domainOf(const QString &text)
{
    const QString bare =
        groupOf(text.trimmed().toLower(), u"(?:[a-z]+://)?([^/:]+?)\\.?(?::\\d+)?(?:/.*)?"_s, 1);
    return QString::fromLatin1(QUrl::toAce(bare));
}

QString keepOne(const QString &text, FieldType type, const QString &usual)
{
    const QString trimmed = text.trimmed();
    switch (type) {
    case FieldType::Digest: {
        const QString digits = groupOf(trimmed.toLower(), u"(?:sha256[:-])?([0-9a-f]{64})"_s, 1);
        return digits.isEmpty() ? QString() : u"sha256:"_s + digits;
    }
    case FieldType::Duration:
        return groupOf(trimmed.toLower(), u"(\\d+)\\s*(?:s|sec|seconds?)?"_s, 1) + u's';
    case FieldType::Image:
        return trimmed.toLower();
    case FieldType::Cidr:
        if (usual.contains(u'/')) // of a network, not of one address
            return trimmed + u'/' + usual.section(u'/', 1);
        return trimmed + (trimmed.contains(u':') ? u"/128"_s : u"/32"_s);
    case FieldType::Domain:
        return domainOf(trimmed);
    case FieldType::Name:
    case FieldType::Host:
    case FieldType::Role:
        return asName(trimmed);
    default:
        return trimmed.simplified();
    }
}

/// Without spaces, else also in lower case.
QString bare(const Field &field, QString text)
{
    text.remove(u' ');
    return complaint(field, Value(text)).isEmpty() ? text : text.toLower();
}

/// What was probably meant; null when nobody can tell.
Value meant(const Mending &m, const Field &field, const Value &value)
{
    if (value.isList() && value.list().size() == 1 && field.type != FieldType::List) {
        const Value only = value.list().first();
        return complaint(field, only).isEmpty() ? only : meant(m, field, only);
    }
    const QString text = value.text();
    Value better;
    if (field.type == FieldType::Port)
        better = portOf(m, field, text);
    else if (field.type == FieldType::PortRange)
        better = rangeOf(text);
    else if (field.type == FieldType::Int && value.isInt() && field.minimum)
        better = std::clamp(value.toInt(), *field.minimum, field.maximum.value_or(value.toInt()));
    else if (field.type == FieldType::Bool)
        better = text == "yes"_L1 || text == "on"_L1   ? Value(true)
                 : text == "no"_L1 || text == "off"_L1 ? Value(false)
                                                       : Value();
    else if (value.isList() || value.isMap())
        return {};
    else if (!field.pattern.isEmpty())
        better = bare(field, text);
    else
        better = keepOne(text, field.type, field.fallback.text());
    const bool fits = !better.isNull() && !better.text().isEmpty() && better != value
                      && complaint(field, better).isEmpty();
    return fits ? better : Value();
}

QString example(const Field &field)
{
    static const QHash<int, QString> examples = {
        {int(FieldType::Port), u"34197"_s},
        {int(FieldType::PortRange), u"49152-49200"_s},
        {int(FieldType::Domain), u"example.com"_s},
        {int(FieldType::Address), u"203.0.113.10"_s},
        {int(FieldType::Ip), u"203.0.113.10"_s},
        {int(FieldType::Cidr), u"203.0.113.0/24"_s},
        {int(FieldType::Email), u"ops@example.com"_s},
        {int(FieldType::Path), u"./modules/extra.nix"_s},
        {int(FieldType::Duration), u"1s"_s},
        {int(FieldType::Image), u"ghcr.io/org/name:tag"_s},
        {int(FieldType::Digest), u"sha256:<64 digits>"_s},
        {int(FieldType::SshKey), u"ssh-ed25519 AAAA… you@laptop"_s},
        {int(FieldType::Endpoint), u"root@bastion:22"_s},
        {int(FieldType::Name), u"box-1"_s}};
    const FieldType type = field.type == FieldType::List ? field.of : field.type;
    const QString such = examples.value(int(type));
    if (!such.isEmpty())
        return fixTr("such as %1").arg(such);
    return field.values.isEmpty() ? ofCatalog(field.help)
                                  : fixTr("one of: %1").arg(field.values.join(u", "));
}

void askValue(Mending &m, const Field &field)
{
    m.ask(fixTr("Type %1 of %2").arg(ofCatalog(field.title), m.name()), example(field));
}

/// Back to what it would be without a word in the file.
void offerDefault(Mending &m, const Field &field)
{
    if (m.value().isNull() || field.required || field.allocate)
        return; // a default that is dealt out may be somebody else's
    const QString text = field.fallback.isNull() || field.fallback.list() == ValueList()
                             ? fixTr("Take %1 of %2 out").arg(field.name, m.name())
                             : fixTr("Use the default %1").arg(shown(field, field.fallback));
    if (!field.fallback.isList() || field.type == FieldType::List)
        m.step(text, {m.set({})});
}

void offerChoices(Mending &m, const Field &field)
{
    constexpr int most = 6;
    const QStringList near = nearest(m.value().text(), field.values, 1);
    for (const QString &choice : near + field.values.mid(0, most)) {
        if (!field.notYetValues.contains(choice) && !needsMore(m, field, choice))
            m.step(fixTr("Use %1").arg(shownText(field, choice)), {m.set(Value(choice))});
    }
}

/// One element of a list that does not fit: something better, or without it.
void mendElements(Mending &m, const Field &field)
{
    Field element = field;
    element.type = field.of;
    const ValueList list = m.value().isList() ? m.value().list() : ValueList{m.value()};
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (complaint(element, list.at(i)).isEmpty())
            continue;
        ValueList better = list, without = list;
        without.removeAt(i);
        const Value instead = meant(m, element, list.at(i));
        better[i] = instead;
        if (!instead.isNull())
            m.step(fixTr("Write %1").arg(shown(element, instead)), {m.set(better)});
        m.step(fixTr("Take %1 out of %2").arg(shown(element, list.at(i)), ofCatalog(field.title)),
               {m.set(without.isEmpty() ? Value() : Value(without))});
        break;
    }
}

/// "203.0.113.20:2222": the port has a field of its own.
bool splitAddress(Mending &m, const Field &field)
{
    const QString text = m.value().text();
    const QString address = groupOf(text, u"\\[?([^\\[\\]]+?)\\]?:(\\d{1,5})"_s, 1);
    const int port = groupOf(text, u"\\[?([^\\[\\]]+?)\\]?:(\\d{1,5})"_s, 2).toInt();
    const QString portField = field.name.section(u'.', 0, -2) + u".port"_s;
    if (!m.kind()->field(portField) || port < 1 || port > 65535
        || !complaint(field, address).isEmpty())
        return false;
    m.step(fixTr("Use the address %1 and the port %2").arg(address).arg(port),
           {m.set(Value(address)), SetField{m.found.item, portField, Value(port)}});
    return true;
}

void mendRoleMap(Mending &m)
{
    const Value written = m.value();
    QStringList hosts;
    for (const QString &word : written.texts()) {
        if (m.host(word))
            hosts += word;
    }
    ValueList list;
    for (const QString &name : std::as_const(hosts))
        list += Value(name);
    if (!list.isEmpty())
        m.step(fixTr("Name %1 as its hosts").arg(hosts.join(u", ")),
               {m.set(ValueMap{{u"hosts"_s, list}})});
    m.step(fixTr("Take the role out"), {m.set({})});
    m.ask(fixTr("Say where %1 stands").arg(m.name()), u"{hosts: [a], tags: [b]}"_s);
}

} // namespace

void mendValue(Mending &m)
{
    const Field *field = m.field();
    if (!field && m.found.field.startsWith(u"roles."))
        return mendRoleMap(m);
    if (!field)
        return m.askFile(m.found.message);
    if (field->type == FieldType::List && !m.value().isMap())
        mendElements(m, *field);
    if (field->type == FieldType::Address)
        splitAddress(m, *field);
    if (const Value better = meant(m, *field, m.value()); !better.isNull())
        m.step(fixTr("Write %1").arg(shown(*field, better)), {m.set(better)});
    if (field->type == FieldType::Enum)
        offerChoices(m, *field);
    if (field->of == FieldType::SshKey || field->type == FieldType::SshKey)
        offerOwnKeys(m, *field);
    askValue(m, *field);
    if (field->type != FieldType::List || m.value().isMap())
        offerDefault(m, *field);
}

void mendKey(Mending &m)
{
    const ItemPtr item = m.entry();
    const Value value = m.value();
    if (!item || m.found.field.isEmpty() || value.isNull())
        return m.askFile(m.found.message);
    if (m.found.code == "written-twice"_L1)
        return m.askFile(fixTr("one of the two spellings; %1 counts now").arg(value.text()));
    const Kind *kind = m.kind();
    QStringList known;
    for (const Field &field : kind ? kind->fields : QList<Field>()) {
        if (item->values.at(field.name).isNull() && complaint(field, value).isEmpty()
            && !field.hidden)
            known += field.name;
    }
    for (const QString &name : nearest(m.found.field, known, 2))
        m.step(fixTr("Call it %1").arg(name), {m.set({}), SetField{m.found.item, name, value}});
    m.step(fixTr("Take \"%1\" out").arg(m.found.field), {m.set({})});
}

void mendMissing(Mending &m)
{
    const ItemPtr item = m.entry();
    const Field *field = m.field();
    if (m.found.field == "host"_L1 && item && !field) {
        for (const PlacedHost *host : m.hostsFor(item->kind, 3))
            m.step(fixTr("Put %1 on %2").arg(item->name, host->name),
                   moveEdits(m.catalog, m.topology, *item, host->name));
        return m.ask(fixTr("Choose the host of %1").arg(item->name), fixTr("the name of a host"));
    }
    if (!field)
        return m.askFile(m.found.message);
    if (field->type == FieldType::Host)
        for (const PlacedHost *host : m.hostsFor({}, 4))
            m.step(fixTr("Choose %1").arg(host->name), {m.set(Value(host->name))});
    const Kind *kind = m.kind();
    for (const auto &[path, value] : field->when) {
        const Field *condition = kind->field(path);
        if (condition && condition->fallback.text() != value && !condition->fallback.isNull())
            m.step(fixTr("Set %1 back to %2")
                       .arg(ofCatalog(condition->title), shownText(*condition, condition->fallback)),
                   {SetField{m.found.item, path, Value(condition->fallback.text())}});
    }
    if (m.found.field == "name"_L1)
        m.step(fixTr("Call it my-fleet"), {m.set(Value(u"my-fleet"_s))});
    askValue(m, *field);
}

void mendNotYet(Mending &m)
{
    const Field *field = m.field();
    if (!field)
        return m.askFile(m.found.message);
    offerDefault(m, *field);
    if (m.ways.isEmpty())
        m.step(fixTr("Take %1 of %2 out").arg(field->name, m.name()), {m.set({})});
}

void mendFact(Mending &m)
{
    const Field *field = m.field();
    if (!field)
        return m.askFile(m.found.message);
    m.ask(fixTr("Adopt %1, or type %2").arg(m.name(), ofCatalog(field->title)),
          fixTr("what `switchyardctl adopt FLEET --host %1` reads from the host").arg(m.name()));
    const Kind *kind = m.kind();
    for (const QString &choice : field->values) {
        const bool asksMore = std::ranges::any_of(kind->fields, [&](const Field &other) {
            const auto when = other.when.find(field->name);
            return when != other.when.end() && when->second == choice;
        });
        if (!asksMore && !field->notYetValues.contains(choice))
            m.step(fixTr("Use %1").arg(shownText(*field, choice)), {m.set(Value(choice))});
    }
}

void mendFile(Mending &m)
{
    m.askFile(m.found.message);
}

} // namespace model
