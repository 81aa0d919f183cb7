// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fleeteditor.h"

#include "model/clipboardtext.h"
#include "model/fleetindex.h"
#include "model/words.h"

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace model {

namespace {

tl::unexpected<Error> cannotEdit(const QString &what)
{
    return fail(u"cannot-edit"_s,
                Words::tr("%1 is written in a way that cannot be edited here").arg(what),
                Words::tr("change it in the file with a text editor"));
}

/// The comments above an entry's dash.
QByteArray leadOf(const YamlText &body)
{
    return body.root.isList() ? body.text.left(body.lineStart(body.root.begin)) : QByteArray();
}

QStringList settingsOrder(EntryReader &entries)
{
    return entries.shape(u"fleet"_s).fieldsBelow({}) + entries.sections();
}

} // namespace

FleetEditor::FleetEditor(const Fleet &fleet, const Catalog &catalog)
    : m_catalog(catalog), m_fleet(fleet), m_before(fleet), m_entries(catalog)
{}

void FleetEditor::reindex()
{
    reindexFrom(m_before, m_fleet);
}

void FleetEditor::replace(const ItemPtr &item, Item by)
{
    ItemList &list = listOf(item->source->section);
    const qsizetype at = list.indexOf(item);
    if (at >= 0)
        list.set(at, std::make_shared<const Item>(std::move(by)));
}

/// The body if it reads as what was meant; else nothing.
QByteArray FleetEditor::verified(const Item &wanted, const QString &section, const QByteArray &body)
{
    const auto root = readYaml(body);
    if (!root)
        return {};
    const bool inList = root->isList() && root->children.size() == 1;
    QList<Finding> findings;
    const auto item = m_entries.read(section, inList ? root->children.front() : *root, findings);
    return item && *item == wanted ? body : QByteArray();
}

Result<void> FleetEditor::rewrite(const ItemPtr &item, Item wanted, const Change &change)
{
    const SourceSlice &own = *item->source;
    auto yaml = YamlText::read(own.body);
    if (!yaml)
        return cannotEdit(item->id.text());
    const bool inFlow = !yaml->root.isList();
    const EntryStyle style = styleOf(*yaml, inFlow);
    const QByteArray lead = inFlow ? QByteArray() : leadOf(*yaml);
    const bool service = own.section == servicesKey;
    const Shape &shape = m_entries.shape(item->kind);
    FieldEditor editor(*yaml, shape, service ? QStringList{u"settings"_s} : QStringList(),
                       keyOrder(shape, service), !inFlow);
    QByteArray body;
    if (change(editor))
        body = verified(wanted, own.section, yaml->text);
    if (body.isEmpty())
        body = verified(wanted, own.section, lead + printEntry(wanted, shape, style));
    if (body.isEmpty())
        return cannotEdit(item->id.text());
    wanted.uid = item->uid;
    wanted.source = std::make_shared<const SourceSlice>(own.section, own.before, body);
    replace(item, std::move(wanted));
    return {};
}

void FleetEditor::setSource(FleetSource source)
{
    m_fleet.m_source = std::make_shared<const FleetSource>(std::move(source));
}

void FleetEditor::shift(FleetSource &source, const Splice &splice)
{
    source.text = splice.appliedTo(source.text);
    for (SourceSection &section : source.sections)
        section.hole = splice.moved(section.hole);
}

Result<void> FleetEditor::rewriteSettings(const QString &field, const Value &value)
{
    const Shape &shape = m_entries.shape(u"fleet"_s);
    Item wanted = m_fleet.settings();
    wanted.values = wanted.values.with(field, value);
    wanted.name = wanted.values.at(u"name").text();
    const auto fits = [&](const YamlText &text) {
        QList<Finding> findings;
        return m_entries.readSettings(text.root, findings) == wanted;
    };
    const QString top = field.section(u'.', 0, 0);
    const QList<Change> ways{[&](FieldEditor &editor) { return editor.set(field, value); },
                             [&](FieldEditor &editor) {
                                 return editor.setKey(top, {}).and_then(
                                     [&] { return editor.setKey(top, wanted.values.at(top)); });
                             }};
    for (const Change &way : ways) {
        auto yaml = YamlText::read(m_fleet.m_source->text);
        if (!yaml || !yaml->root.isMap())
            break;
        FieldEditor editor(*yaml, shape, {}, settingsOrder(m_entries), false);
        if (!way(editor) || !fits(*yaml))
            continue;
        FleetSource source = *m_fleet.m_source;
        for (const Splice &splice : std::as_const(editor.applied))
            shift(source, splice);
        setSource(std::move(source));
        m_fleet.m_settings = std::make_shared<const Item>(std::move(wanted));
        return {};
    }
    return cannotEdit(u"\"%1\""_s.arg(field));
}

/// The place behind the last item of a list of the file.
qsizetype FleetEditor::endOf(const QString &section, const FleetSource &source) const
{
    QStringList below; // lists further down in the file
    for (auto it = source.sections.rbegin(); it != source.sections.rend() && it->key != section; ++it)
        below.append(it->key);
    const ItemList &list = listOf(section);
    const auto isAbove = [&](qsizetype i) { return !below.contains(list.at(i)->source->section); };
    return *std::ranges::partition_point(std::views::iota(qsizetype(0), list.size()), isAbove);
}

/// The last item of a list in the file; ends its line where that is open, since something follows
/// now.
ItemPtr FleetEditor::endedLast(const QString &section)
{
    ItemList &list = listOf(section);
    const qsizetype last = endOf(section, *m_fleet.m_source) - 1;
    const ItemPtr item = list.value(last);
    if (!item || item->source->section != section)
        return {};
    const SourceSlice &own = *item->source;
    const bool inFlow = m_fleet.m_source->section(section)->form == SourceSection::Form::Flow;
    if (!inFlow && !own.body.endsWith('\n')) {
        Item ended = *item;
        ended.source = std::make_shared<const SourceSlice>(section, own.before,
                                                           own.body + m_fleet.m_source->lineEnd());
        list.set(last, std::make_shared<const Item>(std::move(ended)));
    }
    return list.at(last);
}

/// What stands between the last item of a list and one that follows it.
QByteArray FleetEditor::separatorAfterLast(const QString &section, bool inFlow)
{
    const ItemPtr last = endedLast(section);
    if (!last)
        return {};
    const QByteArray before = last->source->before;
    if (inFlow)
        return before.trimmed() == "," ? before : ", "_ba;
    return before.trimmed().isEmpty() ? before : QByteArray();
}

QByteArray FleetEditor::freshBody(const QString &section, const Item &item, const QByteArray &text,
                                  bool inFlow)
{
    const EntryStyle style = siblingStyle(section, inFlow);
    if (!text.isEmpty() && !inFlow) {
        const QByteArray lines = text.startsWith('{') ? "- " + text : text;
        QByteArray own = withDashAt(lines.endsWith('\n') ? lines : lines + '\n', style.dash);
        if (style.eol != "\n")
            own.replace('\n', style.eol);
        if (const QByteArray body = verified(item, section, own); !body.isEmpty())
            return body;
    }
    return verified(item, section, printEntry(item, m_entries.shape(item.kind), style));
}

Result<void> FleetEditor::append(const QString &section, Item item, const QByteArray &text)
{
    auto source = withSection(section);
    if (!source)
        return tl::make_unexpected(source.error());
    const auto place = std::find_if(source->sections.begin(), source->sections.end(),
                                    [&](const auto &s) { return s.key == section; });
    const bool inFlow = place->form == SourceSection::Form::Flow;
    const QByteArray before = separatorAfterLast(section, inFlow);
    const QByteArray body = freshBody(section, item, text, inFlow);
    if (body.isEmpty())
        return cannotEdit(item.id.text());
    const QByteArray tail = place->tail.trimmed();
    if (inFlow && before.isEmpty() && !tail.isEmpty() && !tail.startsWith(','))
        place->tail.prepend(", ");
    item.uid = freshUid();
    item.source = std::make_shared<const SourceSlice>(section, before, body);
    listOf(section).insert(endOf(section, *source), std::make_shared<const Item>(std::move(item)));
    setSource(std::move(*source));
    return checkOddSection(section);
}

Result<void> FleetEditor::remove(const ItemPtr &item)
{
    const SourceSlice &own = *item->source;
    ItemList &list = listOf(own.section);
    const qsizetype at = list.indexOf(item);
    const auto same = [&](qsizetype i) { return list.at(i)->source->section == own.section; };
    qsizetype next = at + 1;
    while (next < list.size() && !same(next))
        ++next;
    bool first = true;
    for (qsizetype i = at - 1; first && i >= 0; --i)
        first = !same(i);
    const bool inFlow = m_fleet.m_source->section(own.section)->form == SourceSection::Form::Flow;
    const bool blank = own.before.trimmed().isEmpty();
    if (next < list.size() && (!blank || first)) {
        Item below = *list.at(next);
        const bool dropNext =
            (first && below.source->before.trimmed().isEmpty()) || (first && inFlow);
        below.source =
            std::make_shared<const SourceSlice>(own.section,
                                                dropNext ? own.before
                                                : inFlow ? below.source->before
                                                         : own.before + below.source->before,
                                                below.source->body);
        list.set(next, std::make_shared<const Item>(std::move(below)));
    }
    const bool last = next == list.size();
    const QByteArray left = last && !blank && !inFlow ? own.before : QByteArray();
    const bool empty = last && first;
    const QString section = own.section;
    list.removeAt(at);
    if (empty) {
        closeEmptySection(section, left);
    } else if (!left.isEmpty()) {
        FleetSource source = *m_fleet.m_source;
        const int hole = source.section(section)->hole;
        shift(source, {hole, hole, left});
        setSource(std::move(source));
    }
    return checkOddSection(section);
}

} // namespace model
