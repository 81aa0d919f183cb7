// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/yamlplace.h"

#include "model/words.h"

#include <array>
#include <cstring>

using namespace Qt::StringLiterals;

namespace model {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Placer
{
public:
    explicit Placer(const QByteArray &bytes) : m_bytes(bytes), m_size(int(bytes.size())) {}

    int explicitKey = -1; ///< offset of the first key without its colon
    int openQuote =
        -1; ///< offset of a quote that never ends; yaml-cpp takes it for text up to the file's end

    /// `indent`: column of the collection around the node. Returns the node's end.
    int place(YamlNode &node, int indent)
    {
        switch (node.kind) {
        case YamlNode::Kind::Scalar:
            placeScalar(node, indent);
            break;
        case YamlNode::Kind::Null:
            placeNull(node, node.begin);
            break;
        case YamlNode::Kind::List:
        case YamlNode::Kind::Map:
            placeCollection(node);
            break;
        }
        return node.end;
    }

private:
    char at(int i) const { return i >= 0 && i < m_size ? m_bytes[i] : '\0'; }

    int skipSpaces(int i) const
    {
        while (at(i) == ' ' || at(i) == '\t')
            ++i;
        return i;
    }

    int column(int offset) const
    {
        return offset - int(m_bytes.lastIndexOf('\n', qMax(0, offset - 1)) + 1);
    }

    /// The end of the tag that stands there, if one does; brackets and commas end it.
    int tagEnd(int i) const
    {
        if (at(i) != '!')
            return i;
        if (at(i + 1) == '<') {
            const int close = int(m_bytes.indexOf('>', i));
            return close < 0 ? m_size : close + 1;
        }
        const auto fits = [this](int k) {
            const char c = at(k);
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                   || (c != '\0' && strchr("-!#;/?:@&=+$_.~*'()%", c) != nullptr);
        };
        while (fits(i))
            ++i;
        return i;
    }

    int skipTag(int i) const { return at(i) == '!' ? skipBlankAndComments(m_bytes, tagEnd(i)) : i; }

    /// Behind the tag, where the text begins. A tag can stand for an empty text alone: then what
    /// follows is not looked at beyond its line.
    int textBegin(const YamlNode &node) const
    {
        const int behind = tagEnd(node.begin);
        if (behind == node.begin || !node.text.empty())
            return skipTag(node.begin);
        const int next = skipSpaces(behind);
        return at(next) == '"' || at(next) == '\'' || at(next) == '|' || at(next) == '>' ? next
                                                                                         : behind;
    }

    void placeScalar(YamlNode &node, int indent)
    {
        const int from = textBegin(node);
        switch (at(from)) {
        case '"':
            node.style = YamlNode::Style::Double;
            node.end = quotedEnd(from, '"');
            break;
        case '\'':
            node.style = YamlNode::Style::Single;
            node.end = quotedEnd(from, '\'');
            break;
        case '|':
        case '>':
            node.style = YamlNode::Style::Literal;
            node.end = literalEnd(from, indent);
            break;
        default:
            node.style = YamlNode::Style::Plain;
            node.end = plainEnd(from, node.text);
        }
    }

    int quotedEnd(int from, char quote)
    {
        for (int i = from + 1; i < m_size; ++i) {
            if (quote == '"' && at(i) == '\\')
                ++i;
            else if (at(i) == quote && quote == '\'' && at(i + 1) == quote)
                ++i;
            else if (at(i) == quote)
                return i + 1;
        }
        openQuote = from;
        return m_size;
    }

    /// A plain scalar reads as its text, save that line breaks are folded.
    int plainEnd(int from, const std::string &text) const
    {
        int i = from;
        int end = from;
        for (const char c : text) {
            if (isBlank(c))
                continue;
            while (isBlank(at(i)))
                ++i;
            if (at(i) != c)
                break;
            end = ++i;
        }
        return end;
    }

    int literalEnd(int from, int indent) const
    {
        const auto nextLine = [&](int i) {
            const int eol = int(m_bytes.indexOf('\n', i));
            return eol < 0 ? m_size : eol + 1;
        };
        const auto trimmed = [&](int begin, int i) {
            while (i > begin && (at(i - 1) == '\n' || at(i - 1) == '\r'))
                --i;
            return i;
        };
        int line = nextLine(from);
        int end = trimmed(from, line);
        while (line < m_size) {
            int i = line;
            while (at(i) == ' ')
                ++i;
            const int next = nextLine(line);
            const bool blank = i >= m_size || at(i) == '\n' || at(i) == '\r';
            if (!blank && i - line <= indent)
                break;
            if (!blank)
                end = trimmed(i, next);
            line = next;
        }
        return end;
    }

    /// Nothing, or "~" or "null" where the event points and `from` is on the same line.
    void placeNull(YamlNode &node, int from) const
    {
        static constexpr std::array<const char *, 4> words{"~", "null", "Null", "NULL"};
        const int start = skipSpaces(from);
        node.style = YamlNode::Style::Plain;
        for (const char *word : words) {
            const int length = int(strlen(word));
            const char after = at(start + length);
            if (node.begin == start && length <= m_size - start
                && strncmp(m_bytes.constData() + start, word, size_t(length)) == 0
                && (after == '\0' || isBlank(after) || strchr(",]}", after))) {
                node.end = start + length;
                return;
            }
        }
        node.begin = node.end = from;
    }

    void placeCollection(YamlNode &node)
    {
        int cursor = skipTag(node.begin);
        if (node.isFlow() && at(cursor) != (node.isMap() ? '{' : '['))
            node.style = YamlNode::Style::Block; // "[a: b]": a map without braces
        const int indent = column(cursor);
        if (node.isFlow())
            ++cursor;
        for (size_t i = 0; i < node.children.size(); ++i) {
            YamlNode &child = node.children[i];
            if (node.isMap() && i % 2 == 1)
                cursor = placeMapValue(child, node.children[i - 1], node.isFlow(), indent);
            else if (child.isNull())
                cursor = placeEmptyEntry(child, cursor);
            else
                cursor = place(child, indent);
        }
        if (!node.isFlow()) {
            node.end = cursor;
            return;
        }
        while (cursor < m_size && at(cursor) != ']' && at(cursor) != '}') {
            const int next = skipBlankAndComments(m_bytes, cursor);
            cursor = next > cursor ? next : cursor + 1;
        }
        node.end = qMin(cursor + 1, m_size);
    }

    /// A lone dash has its event on a later line; nothing is known to end there.
    int placeEmptyEntry(YamlNode &entry, int cursor) const
    {
        placeNull(entry, qMax(cursor, entry.begin));
        return entry.end > entry.begin ? entry.end : cursor;
    }

    int placeMapValue(YamlNode &value, const YamlNode &key, bool flow, int indent)
    {
        const int colon = flow ? skipBlankAndComments(m_bytes, key.end) : skipSpaces(key.end);
        const bool hasColon = at(colon) == ':';
        if (!hasColon && !flow && explicitKey < 0)
            explicitKey = key.begin;
        if (!value.isNull())
            return place(value, indent);
        placeNull(value, hasColon ? colon + 1 : key.end);
        return value.end;
    }

    const QByteArray &m_bytes;
    const int m_size;
};

} // namespace

int skipBlankAndComments(const QByteArray &bytes, int from)
{
    int i = from;
    while (i < bytes.size()) {
        if (isBlank(bytes[i])) {
            ++i;
        } else if (bytes[i] == '#' && (i == 0 || isBlank(bytes[i - 1]))) {
            const int eol = int(bytes.indexOf('\n', i));
            i = eol < 0 ? int(bytes.size()) : eol;
        } else {
            break;
        }
    }
    return i;
}

Result<YamlNode> placeTokens(YamlNode root, const QByteArray &bytes)
{
    Placer placer(bytes);
    placer.place(root, -1);
    if (placer.explicitKey >= 0)
        return fail(u"bad-key"_s,
                    positionText(positionAt(bytes, placer.explicitKey))
                        + Words::tr(": a key without its colon on the same line"),
                    Words::tr("write \"key: value\""));
    if (placer.openQuote >= 0)
        return fail(u"not-yaml"_s,
                    positionText(positionAt(bytes, placer.openQuote))
                        + Words::tr(": this quote never ends"),
                    Words::tr("close it"));
    return root;
}

} // namespace model
