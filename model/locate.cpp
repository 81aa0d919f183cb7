// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"
#include "model/fieldedit.h"
#include "model/source.h"

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// Without the catalog at hand: the path as it is, else as far as it goes ("ssh: 1.2.3.4" holds ssh.address), else its last
/// part at the top ("port: 22" holds ssh.port). -1 when nothing of it is there.
int offsetOf(const YamlNode &map, const QString &field)
{
    QStringList path = field.split(u'.');
    const QString last = path.last();
    for (bool whole = true; !path.isEmpty(); path.removeLast(), whole = false)
        if (const auto place = findPath(map, path))
            return whole || place->value().isScalar() ? place->value().begin : place->key().begin;
    const auto place = findPath(map, {last});
    return place ? place->value().begin : -1;
}

/// Line ends of the file above the hole of a section.
int linesAbove(const Fleet &fleet, const SourceSection &section)
{
    const FleetSource &source = *fleet.m_source;
    int lines = int(QByteArrayView(source.text).first(section.hole).count('\n'));
    QSet<QString> earlier;
    for (const SourceSection &other : source.sections)
        if (other.key != section.key && other.hole <= section.hole && other.form != SourceSection::Form::Empty) {
            earlier.insert(other.key);
            lines += int(other.tail.count('\n'));
        }
    for (const ItemList &list : {fleet.m_hosts, fleet.m_items})
        for (const ItemPtr &item : list)
            if (item->source && earlier.contains(item->source->section))
                lines += item->source->lines;
    return lines;
}

/// Bytes of the file above an offset of FleetSource::text.
qsizetype fileOffset(const Fleet &fleet, int offset)
{
    qsizetype result = offset;
    QSet<QString> earlier;
    for (const SourceSection &section : fleet.m_source->sections)
        if (section.hole <= offset && section.form != SourceSection::Form::Empty) {
            earlier.insert(section.key);
            result += section.tail.size();
        }
    for (const ItemList &list : {fleet.m_hosts, fleet.m_items})
        for (const ItemPtr &item : list)
            if (item->source && earlier.contains(item->source->section))
                result += item->source->before.size() + item->source->body.size();
    return result;
}

TextPosition locateSetting(const Fleet &fleet, const QString &field)
{
    const auto root = readYaml(fleet.m_source->text);
    if (!root || !root->isMap())
        return {};
    const int offset = field.isEmpty() ? root->begin : offsetOf(*root, field);
    return offset < 0 ? TextPosition{} : positionAt(printFleet(fleet), fileOffset(fleet, offset));
}

/// The offset in an item's own text of a field, or of the item when the field is not there.
int offsetInBody(const QByteArray &body, const QString &field)
{
    const auto root = readYaml(body);
    if (!root)
        return 0;
    const YamlNode &map = root->isList() && !root->children.empty() ? root->children.front() : *root;
    int offset = field.isEmpty() ? -1 : offsetOf(map, field);
    if (const YamlNode *settings = map.value(u"settings"); offset < 0 && !field.isEmpty() && settings && settings->isMap())
        offset = offsetOf(*settings, field);
    return offset < 0 ? map.begin : offset;
}

} // namespace

TextPosition locate(const Fleet &fleet, const ItemId &id, QStringView field)
{
    if (!fleet.m_source)
        return {};
    if (id == ItemId::fleet())
        return locateSetting(fleet, field.toString());
    const ItemPtr item = fleet.find(id);
    const SourceSection *section = item && item->source ? fleet.m_source->section(item->source->section) : nullptr;
    if (!section)
        return {};
    const SourceSlice &own = *item->source;
    int lines = linesAbove(fleet, *section);
    qsizetype bytes = 0;
    const ItemList &list = own.section == u"hosts"_s ? fleet.m_hosts : fleet.m_items;
    for (const ItemPtr &other : list) {
        if (other == item)
            break;
        if (other->source && other->source->section == own.section) {
            lines += other->source->lines;
            bytes += other->source->before.size() + other->source->body.size();
        }
    }
    const int offset = offsetInBody(own.body, field.toString());
    if (section->form == SourceSection::Form::Flow) {
        qsizetype begin = fileOffset(fleet, section->hole - 1) + 1 + bytes;
        return positionAt(printFleet(fleet), begin + own.before.size() + offset);
    }
    const TextPosition inside = positionAt(own.body, offset);
    return {lines + int(own.before.count('\n')) + inside.line, inside.column};
}

} // namespace model
