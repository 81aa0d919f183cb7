// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/yamledit.h"

#include "model/reading.h"
#include "model/scalar.h"

namespace model {

namespace {

bool means(const YamlNode &node, const Value &value, bool typed)
{
    return plainValue(node) == value
           || (typed && node.isScalar() && value.isText() && node.string() == value.text());
}

/// How many entries at the front and at the back of a list stay as they are.
struct Kept
{
    size_t front = 0, back = 0;
};

Kept keptEntries(const YamlNode &list, const ValueList &values, bool typed)
{
    const size_t most = qMin(list.children.size(), size_t(values.size()));
    Kept kept;
    while (kept.front < most
           && means(list.children[kept.front], values[qsizetype(kept.front)], typed))
        ++kept.front;
    while (kept.front + kept.back < most
           && means(list.children[list.children.size() - 1 - kept.back],
                    values[values.size() - 1 - qsizetype(kept.back)], typed))
        ++kept.back;
    return kept;
}

QByteArray entryToken(const YamlNode &list, const Value &value, bool typed)
{
    if (value.isList() || value.isMap())
        return flowToken(value);
    const YamlNode &model = list.children.front();
    return scalarToken(value, model.style, typed && model.style == YamlNode::Style::Plain);
}

Splice editFlowList(const YamlNode &list, const ValueList &values, bool typed)
{
    const Kept kept = keptEntries(list, values, typed);
    const auto &old = list.children;
    const size_t oldEnd = old.size() - kept.back;
    QByteArrayList tokens;
    for (qsizetype i = qsizetype(kept.front); i < values.size() - qsizetype(kept.back); ++i)
        tokens.append(entryToken(list, values[i], typed));
    const QByteArray joined = tokens.join(", ");
    if (kept.front < oldEnd && !tokens.isEmpty())
        return {old[kept.front].begin, old[oldEnd - 1].end, joined};
    if (kept.front < oldEnd) // entries go
        return kept.front > 0 ? Splice{old[kept.front - 1].end, old[oldEnd - 1].end, {}}
                              : Splice{old.front().begin, old[oldEnd].begin, {}};
    if (kept.front > 0) // entries come
        return {old[kept.front - 1].end, old[kept.front - 1].end, ", " + joined};
    return {old.front().begin, old.front().begin, joined + ", "};
}

Splice editBlockList(const YamlText &yaml, const YamlNode &list, const ValueList &values,
                     bool typed)
{
    const Kept kept = keptEntries(list, values, typed);
    const auto &old = list.children;
    const size_t oldEnd = old.size() - kept.back;
    const size_t newEnd = size_t(values.size()) - kept.back;
    if (oldEnd == kept.front + 1 && newEnd == kept.front + 1 && !old[kept.front].isNull())
        return {old[kept.front].begin, old[kept.front].end,
                entryToken(list, values[qsizetype(kept.front)], typed)};
    const auto dashLine = [&](size_t i) {
        const int from = i == 0 ? list.begin : skipBlankAndComments(yaml.text, old[i - 1].end);
        return yaml.lineStart(from);
    };
    const auto below = [&](size_t i) { return yaml.nextLine(old[i].end); };
    int begin = kept.front > 0 ? below(kept.front - 1) : dashLine(0);
    int end = begin;
    if (kept.front < oldEnd) {
        begin = dashLine(kept.front);
        end = below(oldEnd - 1);
    }
    QByteArray lines;
    const QByteArray eol = yaml.lineEnd();
    for (size_t i = kept.front; i < newEnd; ++i)
        lines += QByteArray(yaml.column(list.begin), ' ') + "- "
                 + entryToken(list, values[qsizetype(i)], typed) + eol;
    if (begin == yaml.text.size() && !yaml.text.endsWith('\n') && !lines.isEmpty())
        lines = eol + lines;
    return {begin, end, lines};
}

} // namespace

Result<YamlText> YamlText::read(const QByteArray &text)
{
    return readYaml(text).map([&](YamlNode &&root) { return YamlText{text, std::move(root)}; });
}

int YamlText::lineStart(int offset) const
{
    return offset == 0 ? 0 : int(text.lastIndexOf('\n', offset - 1)) + 1;
}

int YamlText::nextLine(int offset) const
{
    const int eol = int(text.indexOf('\n', offset));
    return eol < 0 ? int(text.size()) : eol + 1;
}

Splice replaceValue(const YamlText &yaml, const YamlNode &map, int index, const QByteArray &token)
{
    const YamlNode &key = map.children[size_t(index)];
    const YamlNode &node = map.children[size_t(index) + 1];
    if (node.isNull() && node.begin == node.end)
        return {node.begin, node.end, (node.begin > key.end ? " " : ": ") + token};
    const int line = yaml.lineStart(key.end);
    if (yaml.lineStart(node.begin) == line)
        return {node.begin, node.end, token};
    const int colon =
        int(yaml.text.indexOf(':', key.end)); // a block below: the value moves up to its key
    return {colon + 1, node.end, ' ' + token};
}

Splice replaceValue(const YamlText &yaml, const YamlNode &map, int index, const Value &value,
                    bool typed)
{
    const YamlNode &node = map.children[size_t(index) + 1];
    if (node.isList() && value.isList() && !node.children.empty() && !value.list().isEmpty())
        return node.isFlow() ? editFlowList(node, value.list(), typed)
                             : editBlockList(yaml, node, value.list(), typed);
    const bool scalar = !value.isList() && !value.isMap();
    const YamlNode::Style like = node.isScalar() ? node.style : YamlNode::Style::Plain;
    const bool stays = typed && node.isScalar() && node.style == YamlNode::Style::Plain;
    return replaceValue(yaml, map, index,
                        scalar ? scalarToken(value, like, stays) : flowToken(value));
}

Splice insertKey(const YamlText &yaml, const YamlNode &map, int index, const QByteArray &key,
                 const QByteArray &token)
{
    const QByteArray pair = key + (token.isEmpty() ? ":" : ": ") + token;
    if (map.children.empty())
        return {map.begin, map.end, '{' + pair + '}'};
    const int first = map.children.front().begin;
    if (map.isFlow())
        return index < 0 ? Splice{first, first, pair + ", "}
                         : Splice{map.children[size_t(index) + 1].end,
                                  map.children[size_t(index) + 1].end, ", " + pair};
    const QByteArray indent(yaml.column(first), ' ');
    const QByteArray eol = yaml.lineEnd();
    if (index < 0)
        return {first, first, pair + eol + indent};
    const int below = yaml.nextLine(map.children[size_t(index) + 1].end);
    const bool unfinished = below == yaml.text.size() && !yaml.text.endsWith('\n');
    return {below, below,
            (unfinished ? eol : QByteArray()) + indent + pair + (unfinished ? QByteArray() : eol)};
}

Splice removeKey(const YamlText &yaml, const YamlNode &map, int index)
{
    const auto i = size_t(index);
    const YamlNode &key = map.children[i];
    const YamlNode &value = map.children[i + 1];
    const bool last = i + 2 >= map.children.size();
    if (map.isFlow()) {
        if (i > 0)
            return {map.children[i - 1].end, value.end, {}};
        return {key.begin, last ? value.end : map.children[i + 2].begin, {}};
    }
    const int line = yaml.lineStart(key.begin);
    const bool ownLine = yaml.text.mid(line, key.begin - line).trimmed().isEmpty();
    if (!ownLine && !last)
        return {key.begin, map.children[i + 2].begin, {}};
    return {ownLine ? line : key.begin, yaml.nextLine(value.end), {}};
}

} // namespace model
