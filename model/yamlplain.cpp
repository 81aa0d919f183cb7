// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/yamlplain.h"

#include <algorithm>
#include <cstring>

namespace model {

namespace {

constexpr int maxDepth = 20, maxKey = 200, manyKeys = 12;

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

template <size_t size>
bool isAnyOf(char c, const char (&set)[size])
{
    return std::find(set, set + size - 1, c) != set + size - 1; // no call: there are many
}

bool meansNothing(const std::string &text)
{
    return text == "~" || text == "null" || text == "Null" || text == "NULL";
}

bool hasTwins(const YamlNode &map)
{
    std::vector<std::string_view> keys;
    for (size_t i = 0; i < map.children.size(); i += 2)
        keys.emplace_back(map.children[i].text);
    if (keys.size() > manyKeys) {
        std::ranges::sort(keys);
        return std::ranges::adjacent_find(keys) != keys.end();
    }
    for (auto it = keys.begin(); it != keys.end(); ++it) {
        if (std::find(std::next(it), keys.end(), *it) != keys.end())
            return true;
    }
    return false;
}

/// The escapes that people write.
bool unescape(std::string &text)
{
    size_t to = 0; // in one go: there may be a million
    for (size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '\\') {
            c = ++at < text.size() ? text[at] : '\0';
            if (c != 'n' && c != '"' && c != '\\')
                return false;
            if (c == 'n')
                c = '\n';
        }
        text[to++] = c;
    }
    text.resize(to);
    return true;
}

/// Every function that returns false leaves all to the library.
class PlainReader
{
public:
    explicit PlainReader(const QByteArray &bytes) : m_text(bytes.constData()), m_size(int(bytes.size())) {}

    std::optional<YamlNode> read()
    {
        YamlNode root;
        if (!line(0))
            return {};
        const bool isEntry = isDash(); // one of a list, which stands indented
        if ((!isEntry && m_column != 0) || !(isEntry ? list(root) : map(root)) || !m_isDone)
            return {};
        return root;
    }

private:
    char at(int i) const { return i < m_size ? m_text[i] : '\n'; } // the end of the text ends a line
    bool isGap(int i) const { return at(i) == ' ' || at(i) == '\n'; }
    bool isDash() const { return at(m_at) == '-' && at(m_at + 1) == ' '; }

    void skipSpaces()
    {
        while (at(m_at) == ' ')
            ++m_at;
    }

    /// Goes to the first line from `start` on that holds more than a comment. False at the end of the text.
    bool line(int start)
    {
        while (start < m_size) {
            m_at = start;
            skipSpaces();
            if (m_at < m_size && at(m_at) != '\n' && at(m_at) != '#') {
                m_column = m_at - start;
                return true;
            }
            const void *end = m_at < m_size ? memchr(m_text + m_at, '\n', size_t(m_size - m_at)) : nullptr;
            start = end ? int(static_cast<const char *>(end) - m_text) + 1 : m_size;
        }
        m_isDone = true;
        m_column = -1;
        m_at = m_size;
        return false;
    }

    /// What may follow a value, and on to the next line.
    bool endLine()
    {
        skipSpaces();
        if (at(m_at) == '#' && m_text[m_at - 1] != ' ')
            return false;
        if (at(m_at) != '\n' && at(m_at) != '#')
            return false;
        const void *end = m_at < m_size ? memchr(m_text + m_at, '\n', size_t(m_size - m_at)) : nullptr;
        line(end ? int(static_cast<const char *>(end) - m_text) + 1 : m_size);
        return true;
    }

    YamlNode node(YamlNode::Kind kind, YamlNode::Style style, int begin, int end)
    {
        YamlNode result;
        result.kind = kind;
        result.style = style;
        result.begin = begin;
        result.end = end;
        return result;
    }

    /// The end of the key that stands there with its colon and a gap; -1 when none does.
    int keyEnd() const
    {
        int i = m_at;
        if (!isWord(at(i)))
            return -1;
        while (isWord(at(i)) || isAnyOf(at(i), "-./"))
            ++i;
        return at(i) == ':' && isGap(i + 1) && i - m_at < maxKey ? i : -1;
    }

    bool key(YamlNode &map)
    {
        const int end = keyEnd();
        if (end < 0 || (m_nodes += 2) > maxYamlNodes)
            return false;
        YamlNode key = node(YamlNode::Kind::Scalar, YamlNode::Style::Plain, m_at, end);
        key.text.assign(m_text + m_at, size_t(end - m_at));
        m_at = end + 1;
        map.children.push_back(std::move(key));
        return !meansNothing(map.children.back().text);
    }

    /// The map whose first key stands there.
    bool map(YamlNode &map)
    {
        const int column = m_column;
        map = node(YamlNode::Kind::Map, YamlNode::Style::Block, m_at, m_at);
        if (++m_depth > maxDepth)
            return false;
        do {
            YamlNode value;
            if (!key(map) || !mapValue(value, column))
                return false;
            map.children.push_back(std::move(value));
        } while (m_column == column);
        --m_depth;
        map.end = map.children.back().end;
        return m_column < column && !hasTwins(map);
    }

    bool mapValue(YamlNode &value, int column)
    {
        const int from = m_at;
        skipSpaces();
        if (at(m_at) != '\n' && at(m_at) != '#')
            return inlineValue(value, false) && endLine();
        if (!endLine())
            return false;
        if (m_column > column)
            return isDash() ? list(value) : map(value);
        if (m_column == column && isDash())
            return list(value);
        value = node(YamlNode::Kind::Null, YamlNode::Style::Plain, from, from);
        return true;
    }

    /// The list whose first dash stands there.
    bool list(YamlNode &list)
    {
        const int column = m_column;
        list = node(YamlNode::Kind::List, YamlNode::Style::Block, m_at, m_at);
        if (++m_depth > maxDepth)
            return false;
        do {
            const int dash = m_at++;
            skipSpaces();
            m_column += m_at - dash;
            YamlNode &entry = list.children.emplace_back();
            const bool isMap = keyEnd() >= 0;
            if (++m_nodes > maxYamlNodes || !(isMap ? map(entry) : inlineValue(entry, false) && endLine()))
                return false;
        } while (m_column == column && isDash());
        --m_depth;
        list.end = list.children.back().end;
        return m_column <= column;
    }

    /// A value on the line where it begins.
    bool inlineValue(YamlNode &value, bool inFlow)
    {
        switch (at(m_at)) {
        case '"':
        case '\'':
            return quoted(value);
        case '[':
        case '{':
            return flow(value);
        default:
            return plain(value, inFlow);
        }
    }

    bool quoted(YamlNode &value)
    {
        const char quote = at(m_at);
        const auto style = quote == '"' ? YamlNode::Style::Double : YamlNode::Style::Single;
        int i = m_at + 1;
        while (at(i) != quote && at(i) != '\n')
            i += at(i) == '\\' && quote == '"' ? 2 : 1;
        if (at(i) != quote || at(i + 1) == quote)
            return false;
        value = node(YamlNode::Kind::Scalar, style, m_at, i + 1);
        value.text.assign(m_text + m_at + 1, size_t(i - m_at - 1));
        m_at = i + 1;
        return quote == '\'' || unescape(value.text);
    }

    bool flow(YamlNode &value)
    {
        const bool isMap = at(m_at) == '{';
        const char close = isMap ? '}' : ']';
        value = node(isMap ? YamlNode::Kind::Map : YamlNode::Kind::List, YamlNode::Style::Flow, m_at, m_at);
        if (++m_depth > maxDepth)
            return false;
        do {
            ++m_at; // the bracket or a comma
            skipSpaces();
            if (at(m_at) == close && value.children.empty())
                break;
            if (isMap && !key(value))
                return false;
            skipSpaces();
            if (++m_nodes > maxYamlNodes || !inlineValue(value.children.emplace_back(), true))
                return false;
            skipSpaces();
        } while (at(m_at) == ',');
        --m_depth;
        value.end = m_at + 1;
        return at(m_at++) == close && !(isMap && hasTwins(value));
    }

    bool mayBegin() const
    {
        const char c = at(m_at), next = at(m_at + 1);
        return isWord(c) || isAnyOf(c, "/.~+($") || uchar(c) >= 0x80 || (c == '-' && (isWord(next) || next == '.'));
    }

    bool plain(YamlNode &value, bool inFlow)
    {
        if (!mayBegin())
            return false;
        int i = m_at, end = m_at;
        for (; at(i) != '\n'; ++i) {
            const char c = at(i);
            if (inFlow ? isAnyOf(c, ",]}") : c == '#' && m_text[i - 1] == ' ')
                break;
            const bool odd = inFlow ? isAnyOf(c, "[{?#") : c == '\t';
            const bool isSeparator = c == ':' && !isWord(at(i + 1)) && !isAnyOf(at(i + 1), "/.:-");
            if (odd || isSeparator || uchar(c) == 0xEF) // 0xEF: the byte order mark, among others
                return false;
            if (c != ' ')
                end = i + 1;
        }
        value = node(YamlNode::Kind::Scalar, YamlNode::Style::Plain, m_at, end);
        value.text.assign(m_text + m_at, size_t(end - m_at));
        if (meansNothing(value.text)) {
            value.kind = YamlNode::Kind::Null;
            value.text.clear();
        }
        m_at = i;
        return true;
    }

    const char *m_text;
    int m_size;
    int m_at = 0, m_column = 0; ///< where we are, and in which column the block there begins; -1 at the end
    int m_depth = 0, m_nodes = 1;
    bool m_isDone = false;
};

} // namespace

std::optional<YamlNode> readPlainYaml(const QByteArray &bytes)
{
    const bool isPlain = !bytes.contains('\t') && !bytes.contains('\r') && bytes.size() <= maxFleetBytes;
    return isPlain ? PlainReader(bytes).read() : std::nullopt;
}

} // namespace model
