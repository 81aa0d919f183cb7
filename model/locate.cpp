// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/locate.h"

#include "model/codec.h"
#include "model/fieldedit.h"
#include "model/history.h"
#include "model/source.h"

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// Without the catalog at hand: the path as it is, else as far as it goes ("ssh: 1.2.3.4" holds
/// ssh.address), else its last part at the top ("port: 22" holds ssh.port). -1 when nothing of it
/// is there.
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

/// The offset in an item's own text of a field, or of the item when the field is not there.
int offsetInBody(const QByteArray &body, const QString &field)
{
    const auto root = readYaml(body);
    if (!root)
        return 0;
    const YamlNode &map =
        root->isList() && !root->children.empty() ? root->children.front() : *root;
    int offset = field.isEmpty() ? -1 : offsetOf(map, field);
    if (const YamlNode *settings = map.value(u"settings");
        offset < 0 && !field.isEmpty() && settings && settings->isMap())
        offset = offsetOf(*settings, field);
    return offset < 0 ? map.begin : offset;
}

} // namespace

TextPosition PlaceCache::inEntry(const std::shared_ptr<const SourceSlice> &entry, const QString &field)
{
    Known &known = m_known[{entry.get(), field}];
    if (!known.entry)
        known = {entry, positionAt(entry->body, offsetInBody(entry->body, field))};
    return known.at;
}

void PlaceCache::limit(qsizetype places)
{
    if (m_known.size() > places)
        m_known.clear();
}

EntrySize PlaceCache::sizeOf(const Item &item)
{
    if (!item.source)
        return {};
    const SourceSlice &own = *item.source;
    qsizetype section = m_sections.indexOf(own.section);
    if (section < 0) {
        section = m_sections.size();
        m_sections.append(own.section);
    }
    return {int(section), own.lines, own.before.size() + own.body.size()};
}

static constexpr qsizetype blockSize = 64;

/// One of the two lists, whose sizes begin at `offset`.
void PlaceCache::follow(const ItemList &before, const ItemList &after, qsizetype offset)
{
    const Difference d = difference(before, after);
    const qsizetype count = before.size() - d.head - d.tail, byCount = after.size() - d.head - d.tail;
    if (count != byCount)
        m_shifted = std::min(m_shifted, (offset + d.head) / blockSize);
    if (count > byCount)
        m_sizes.remove(offset + d.head + byCount, count - byCount);
    else if (count < byCount)
        m_sizes.insert(offset + d.head + count, byCount - count, EntrySize());
    eachOther(after, before, [&](qsizetype i, const ItemPtr &item) {
        m_sizes[offset + i] = sizeOf(*item);
        m_stale.insert((offset + i) / blockSize);
    });
}

void PlaceCache::follow(const Fleet &fleet)
{
    const qsizetype sections = m_sections.size();
    m_shifted = m_sizes.size();
    follow(std::exchange(m_hosts, fleet.m_hosts), fleet.m_hosts, 0);
    follow(std::exchange(m_items, fleet.m_items), fleet.m_items, fleet.m_hosts.size());
    if (m_sections.size() != sections)
        m_shifted = 0;
    sumUp();
}

/// Blocks that differ are summed anew, then all.
void PlaceCache::sumUp()
{
    const qsizetype sections = m_sections.size(), blocks = (m_sizes.size() + blockSize - 1) / blockSize;
    m_blocks.resize(blocks * sections);
    for (qsizetype block = m_shifted; block < blocks; ++block)
        m_stale.insert(block);
    for (const qsizetype block : std::as_const(m_stale)) {
        if (block >= blocks)
            continue; // it is there no more
        Sum *const sums = m_blocks.data() + block * sections;
        std::fill_n(sums, sections, Sum());
        for (qsizetype i = block * blockSize; i < std::min(m_sizes.size(), (block + 1) * blockSize); ++i) {
            const EntrySize &size = m_sizes.at(i);
            if (size.section < 0)
                continue;
            sums[size.section].lines += size.lines;
            sums[size.section].bytes += size.bytes;
        }
    }
    m_stale.clear();
    m_above.fill(Sum(), (blocks + 1) * sections);
    for (qsizetype i = 0; i < m_blocks.size(); ++i)
        m_above[i + sections] = {m_above.at(i).lines + m_blocks.at(i).lines, m_above.at(i).bytes + m_blocks.at(i).bytes};
}

PlaceCache::Sum PlaceCache::above(qsizetype place) const
{
    if (place < 0 || place >= m_sizes.size() || m_sizes.at(place).section < 0)
        return {};
    const int section = m_sizes.at(place).section;
    const qsizetype block = place / blockSize;
    Sum sum = m_above.at(block * m_sections.size() + section);
    for (qsizetype i = block * blockSize; i < place; ++i) {
        if (m_sizes.at(i).section != section)
            continue;
        sum.lines += m_sizes.at(i).lines;
        sum.bytes += m_sizes.at(i).bytes;
    }
    return sum;
}

int PlaceCache::linesIn(const QString &section) const
{
    const qsizetype at = m_sections.indexOf(section);
    return at < 0 || m_above.isEmpty() ? 0 : m_above.at(m_above.size() - m_sections.size() + at).lines;
}

Locator::Locator(const Fleet &fleet, PlaceCache *cache) : m_fleet(fleet), m_cache(cache ? cache : &m_own) {}

/// Lines above every section, summed up once somebody asks.
void Locator::count() const
{
    if (std::exchange(m_isCounted, true))
        return;
    m_cache->follow(m_fleet);
    const FleetSource &source = *m_fleet.m_source;
    for (const SourceSection &section : source.sections) {
        int lines = int(QByteArrayView(source.text).first(section.hole).count('\n'));
        for (const SourceSection &other : source.sections) {
            if (other.key != section.key && other.hole <= section.hole && other.form != SourceSection::Form::Empty)
                lines += int(other.tail.count('\n')) + m_cache->linesIn(other.key);
        }
        m_linesAbove.insert(section.key, lines);
    }
}

/// What stands above an entry in its list.
PlaceCache::Sum Locator::above(const Item &item) const
{
    count();
    const qsizetype hosts = m_fleet.m_hosts.size(), count = hosts + m_fleet.m_items.size();
    const auto isIt = [&](qsizetype at) {
        return at >= 0 && at < count && (at < hosts ? m_fleet.m_hosts.at(at) : m_fleet.m_items.at(at - hosts)).get() == &item;
    };
    qsizetype at = m_fleet.placeOf(item.id);
    if (!isIt(at)) { // its id stands there twice
        const qsizetype known = m_places.size();
        for (qsizetype i = known; i < count; ++i)
            m_places.insert((i < hosts ? m_fleet.m_hosts.at(i) : m_fleet.m_items.at(i - hosts)).get(), i);
        at = m_places.value(&item, -1);
    }
    return m_cache->above(at);
}

TextPosition Locator::at(const ItemId &id, QStringView field) const
{
    if (!m_fleet.m_source)
        return {};
    if (id == ItemId::fleet())
        return ofSetting(field.toString());
    const ItemPtr item = m_fleet.find(id);
    return item ? at(*item, field) : TextPosition{};
}

TextPosition Locator::at(const Item &item, QStringView field) const
{
    if (item.id == ItemId::fleet())
        return at(item.id, field);
    const SourceSection *section =
        m_fleet.m_source && item.source ? m_fleet.m_source->section(item.source->section) : nullptr;
    if (!section)
        return {};
    const SourceSlice &own = *item.source;
    const PlaceCache::Sum above = this->above(item);
    if (section->form == SourceSection::Form::Flow) {
        const qsizetype begin = fileOffset(m_fleet, section->hole - 1) + 1 + above.bytes;
        return positionAt(printed(), begin + own.before.size() + offsetInBody(own.body, field.toString()));
    }
    const TextPosition inside = m_cache->inEntry(item.source, field.toString());
    const int lines = m_linesAbove.value(section->key) + above.lines + int(own.before.count('\n'));
    return {lines + inside.line, inside.column};
}

TextPosition Locator::ofSetting(const QString &field) const
{
    const auto root = readYaml(m_fleet.m_source->text);
    if (!root || !root->isMap())
        return {};
    const int offset = field.isEmpty() ? root->begin : offsetOf(*root, field);
    return offset < 0 ? TextPosition{} : positionAt(printed(), fileOffset(m_fleet, offset));
}

const QByteArray &Locator::printed() const
{
    if (m_printed.isNull())
        m_printed = printFleet(m_fleet);
    return m_printed;
}

TextPosition locate(const Fleet &fleet, const ItemId &item, QStringView field)
{
    return Locator(fleet).at(item, field);
}

} // namespace model
