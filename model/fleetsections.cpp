// SPDX-License-Identifier: GPL-3.0-or-later
// The lists of items in a fleet under edit: opened when the first item comes, closed when the last
// one goes.
#include "model/codec.h"
#include "model/fleeteditor.h"
#include "model/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

/// The comments of an empty list in brackets, as they stand under a list with dashes: the first
/// behind the key, the others on lines of their own.
static QByteArray commentsIn(const QByteArray &brackets, const QByteArray &lineEnd)
{
    QByteArrayList comments;
    const QByteArrayList lines = brackets.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const qsizetype at = lines[i].indexOf('#');
        if (at >= 0)
            comments.append((i == 0 ? QByteArray(" ") : QByteArray(lineEnd + "  "))
                            + lines[i].mid(at).trimmed());
    }
    return comments.join();
}

EntryStyle FleetEditor::siblingStyle(const QString &section, bool inFlow) const
{
    EntryStyle style;
    style.eol = m_fleet.m_source->lineEnd();
    style.flow = section != hostsKey;
    style.inFlow = inFlow;
    bool known = false;
    const auto rest = YamlText::read(
        m_fleet.m_source->text); // entries that could not become items set the column, too
    const YamlNode *left = rest ? rest->root.value(section) : nullptr;
    if (left && left->isList() && !left->isFlow()) {
        style.dash = rest->column(left->begin);
        style.content = style.dash + 2;
        known = true;
    }
    const auto styleAt = [](const ItemList &list, qsizetype i) -> std::optional<EntryStyle> {
        const auto body = YamlText::read(list.at(i)->source->body);
        return body && body->root.isList() ? std::optional(styleOf(*body, false)) : std::nullopt;
    };
    const ItemList &own = listOf(section);
    for (qsizetype i = endOf(section, *m_fleet.m_source) - 1; !inFlow && i >= 0 && own.at(i)->source->section == section; --i) {
        if (const auto theirs = styleAt(own, i))
            return *theirs;
    }
    for (const ItemList &list : {m_fleet.m_hosts, m_fleet.m_items}) {
        for (qsizetype i = list.size() - 1; !inFlow && !known && i >= 0; --i) {
            const auto theirs = styleAt(list, i);
            known = theirs.has_value();
            style.dash = known ? theirs->dash : style.dash;
            style.content = style.dash + 2;
        }
    }
    return style;
}

/// The file's text with a place for items of that list.
Result<FleetSource> FleetEditor::withSection(const QString &key)
{
    const FleetSource &source = *m_fleet.m_source;
    const SourceSection *known = source.section(key);
    if (known
        && (known->form == SourceSection::Form::Block || known->form == SourceSection::Form::Flow))
        return source;
    const auto yaml = YamlText::read(source.text);
    if (!yaml || !yaml->root.isMap() || (known && known->form == SourceSection::Form::Unusable))
        return fail(
            u"cannot-edit"_s,
            Words::tr("\"%1\" is no list in the file, so nothing can be added to it").arg(key),
            Words::tr("mend the list in the file with a text editor"));
    const int index = yaml->root.indexOf(key);
    if (index >= 0)
        return openedSection(key, *yaml, index);
    const QStringList order = m_entries.shape(u"fleet"_s).fieldsBelow({}) + m_entries.sections();
    int before = -1;
    for (int i = 0; i < int(yaml->root.children.size()); i += 2)
        if (order.indexOf(yaml->root.children[size_t(i)].string()) < order.indexOf(key))
            before = i;
    FleetSource next = source;
    const bool flow = yaml->root.isFlow();
    Splice splice = insertKey(*yaml, yaml->root, before, key.toUtf8(), flow ? "[]" : "");
    if (const QByteArray blank = yaml->lineEnd() + yaml->lineEnd();
        !flow && yaml->text.contains(blank) && before >= 0)
        splice.with = yaml->lineEnd() + splice.with;
    for (const SourceSection &above : source.sections)
        if (above.form == SourceSection::Form::Block && above.hole <= splice.begin)
            endedLast(above.key);
    shift(next, splice);
    const auto after =
        std::find_if(next.sections.begin(), next.sections.end(),
                     [&](const SourceSection &s) { return yaml->root.indexOf(s.key) > before; });
    next.sections.insert(after, SourceSection{key, SourceSection::Form::Empty, 0, {}});
    const auto reread = YamlText::read(next.text);
    const int place = reread && reread->root.isMap() ? reread->root.indexOf(key) : -1;
    if (place < 0)
        return fail(u"cannot-edit"_s,
                    Words::tr("the list \"%1\" cannot be added to the file").arg(key),
                    Words::tr("add \"%1: []\" to the file with a text editor").arg(key));
    setSource(next);
    return openedSection(key, *reread, place);
}

/// "games: []" or "games:" becomes a list that waits for its first item.
Result<FleetSource> FleetEditor::openedSection(const QString &key, const YamlText &yaml, int index)
{
    FleetSource next = *m_fleet.m_source;
    const auto section = std::find_if(next.sections.begin(), next.sections.end(),
                                      [&](const auto &s) { return s.key == key; });
    const YamlNode &keyNode = yaml.root.children[size_t(index)];
    const YamlNode &value = yaml.root.children[size_t(index) + 1];
    if (yaml.root.isFlow()) {
        if (value.isNull())
            shift(next, replaceValue(yaml, yaml.root, index, "[]"));
        section->form = SourceSection::Form::Flow;
        section->hole = int(next.text.indexOf('[', keyNode.end)) + 1;
        return next;
    }
    const int colon = int(yaml.text.indexOf(':', keyNode.end));
    const int end = qMax(value.end, colon + 1);
    const QByteArray kept = commentsIn(yaml.text.mid(colon + 1, end - colon - 1), yaml.lineEnd());
    shift(next, {colon + 1, end, kept});
    const qsizetype below = colon + 1 + kept.size();
    if (next.text.indexOf('\n', below) < 0)
        next.text += next.lineEnd();
    section->form = SourceSection::Form::Block;
    section->hole = int(next.text.indexOf('\n', below)) + 1;
    return next;
}

/// Lists in brackets and lists with entries that could not become items are too odd to trust an
/// edit unread.
Result<void> FleetEditor::checkOddSection(const QString &key) const
{
    const SourceSection *section = m_fleet.m_source->section(key);
    const auto rest = YamlText::read(m_fleet.m_source->text);
    const YamlNode *left = rest ? rest->root.value(key) : nullptr;
    const bool odd =
        !left || (section && section->form == SourceSection::Form::Flow) || !left->children.empty();
    if (!odd)
        return {};
    const auto again = parseFleet(printFleet(m_fleet), m_catalog);
    if (again && again->fleet == m_fleet)
        return {};
    return fail(
        u"cannot-edit"_s,
        Words::tr("the list \"%1\" is written in a way that cannot be edited here").arg(key),
        Words::tr("change it in the file with a text editor"));
}

void FleetEditor::closeEmptySection(const QString &key, const QByteArray &left)
{
    FleetSource source = *m_fleet.m_source;
    const auto section = std::find_if(source.sections.begin(), source.sections.end(),
                                      [&](const auto &s) { return s.key == key; });
    if (section->form == SourceSection::Form::Flow) {
        if (section->tail.trimmed().isEmpty() || section->tail.trimmed() == ",")
            *section = {key, SourceSection::Form::Empty, 0, {}};
        return setSource(std::move(source));
    }
    shift(source, {section->hole, section->hole, left});
    const auto yaml = YamlText::read(source.text);
    const YamlNode *value = yaml ? yaml->root.value(key) : nullptr;
    if (value && value->isNull()) {
        shift(source, {value->begin, value->end, " []"});
        *section = {key, SourceSection::Form::Empty, 0, {}};
    }
    setSource(std::move(source));
}

} // namespace model
