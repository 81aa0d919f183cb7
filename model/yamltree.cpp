// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/yamltree.h"

#include "model/words.h"
#include "model/yamlplace.h"
#include "model/yamlplain.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// Leaves the YAML library's parser from within an event.
struct Stop
{
    QString code, what, hint;
    int offset;
};

Stop aliasAt(int offset)
{
    return {u"alias"_s, Words::tr("an alias (\"*name\") cannot be edited safely"), Words::tr("write the value out here"), offset};
}

struct MemoryBuffer : std::streambuf
{
    explicit MemoryBuffer(const QByteArray &bytes)
    {
        char *begin = const_cast<char *>(
            bytes.constData()); // a streambuf's pointers are not const; nothing writes
        setg(begin, begin, begin + bytes.size());
    }
};

class TreeBuilder : public YAML::EventHandler
{
public:
    YamlNode root;
    bool isEmpty = true;

    void OnDocumentStart(const YAML::Mark &mark) override
    {
        if (!isEmpty)
            throw Stop{u"second-document"_s, Words::tr("a second document begins here"),
                       Words::tr("keep one fleet a file: remove \"---\" and what follows"),
                       mark.pos};
        isEmpty = false;
    }
    void OnDocumentEnd() override {}

    void OnAnchor(const YAML::Mark &mark, const std::string &name) override
    {
        throw Stop{u"anchor"_s,
                   Words::tr("the anchor \"&%1\" cannot be edited safely")
                       .arg(QString::fromStdString(name)),
                   Words::tr("write the value out where it is used"), mark.pos};
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        throw aliasAt(mark.pos);
    }

    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        refuseAnchor(mark, anchor);
        add(node(YamlNode::Kind::Null, mark));
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        refuseAnchor(mark, anchor);
        YamlNode scalar = node(YamlNode::Kind::Scalar, mark);
        scalar.text = value;
        scalar.asText = tag == "tag:yaml.org,2002:str";
        add(std::move(scalar));
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override
    {
        open(YamlNode::Kind::List, mark, anchor, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override
    {
        open(YamlNode::Kind::Map, mark, anchor, style);
    }
    void OnMapEnd() override
    {
        refuseDuplicates(m_open.back());
        close();
    }

private:
    static YamlNode node(YamlNode::Kind kind, const YAML::Mark &mark)
    {
        YamlNode result;
        result.kind = kind;
        result.begin = result.end = mark.pos;
        return result;
    }

    /// yaml-cpp 0.6 has no OnAnchor.
    static void refuseAnchor(const YAML::Mark &mark, YAML::anchor_t anchor)
    {
        if (anchor != YAML::NullAnchor)
            throw Stop{u"anchor"_s, Words::tr("an anchor (\"&name\") cannot be edited safely"),
                       Words::tr("write the value out where it is used"), mark.pos};
    }

    void open(YamlNode::Kind kind, const YAML::Mark &mark, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style)
    {
        refuseAnchor(mark, anchor);
        if (int(m_open.size()) >= maxFleetDepth)
            throw Stop{u"too-deep"_s,
                       Words::tr("lists and maps are nested more than %1 deep").arg(maxFleetDepth),
                       Words::tr("a fleet file needs far fewer levels: is this the right file?"),
                       mark.pos};
        refuseBadKey(YamlNode::Kind::List, mark.pos, {});
        m_open.push_back(node(kind, mark));
        m_open.back().style =
            style == YAML::EmitterStyle::Flow ? YamlNode::Style::Flow : YamlNode::Style::Block;
    }

    void close()
    {
        YamlNode done = std::move(m_open.back());
        m_open.pop_back();
        add(std::move(done), true);
    }

    void add(YamlNode &&child, bool checked = false)
    {
        if (!checked)
            refuseBadKey(child.kind, child.begin, child.text);
        if (++m_count > maxYamlNodes)
            throw Stop{
                u"too-large"_s, Words::tr("the file holds more than %1 values").arg(maxYamlNodes),
                Words::tr("is this the right file? split the fleet into several"), child.begin};
        if (m_open.empty())
            root = std::move(child);
        else
            m_open.back().children.push_back(std::move(child));
    }

    void refuseBadKey(YamlNode::Kind kind, int offset, const std::string &text) const
    {
        const bool isKey =
            !m_open.empty() && m_open.back().isMap() && m_open.back().children.size() % 2 == 0;
        if (!isKey)
            return;
        if (kind != YamlNode::Kind::Scalar)
            throw Stop{u"bad-key"_s, Words::tr("the key of this map is no plain text"),
                       Words::tr("write \"key: value\""), offset};
        if (text == "<<")
            throw Stop{u"merge-key"_s, Words::tr("a merge key (\"<<\") cannot be edited safely"),
                       Words::tr("write the merged keys out here"), offset};
    }

    static void refuseDuplicates(const YamlNode &map)
    {
        std::vector<const YamlNode *> keys;
        for (size_t i = 0; i < map.children.size(); i += 2)
            keys.push_back(&map.children[i]);
        std::sort(keys.begin(), keys.end(), [](const YamlNode *a, const YamlNode *b) {
            return a->text != b->text ? a->text < b->text : a->begin < b->begin;
        });
        const auto twice =
            std::adjacent_find(keys.begin(), keys.end(),
                               [](const auto *a, const auto *b) { return a->text == b->text; });
        if (twice != keys.end())
            throw Stop{u"duplicate-key"_s,
                       Words::tr("the key \"%1\" stands twice in this map").arg((*twice)->string()),
                       Words::tr("remove one of the two"), (*std::next(twice))->begin};
    }

    std::vector<YamlNode> m_open;
    int m_count = 0;
};

tl::unexpected<Error> refuseAt(const QByteArray &bytes, int offset, const Stop &stop)
{
    return fail(stop.code, positionText(positionAt(bytes, offset)) + u": "_s + stop.what,
                stop.hint);
}

Result<YamlNode> parseEvents(const QByteArray &bytes)
{
    TreeBuilder builder;
    try {
        MemoryBuffer buffer(bytes);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Stop &stop) {
        return refuseAt(bytes, stop.offset, stop);
    } catch (const YAML::Exception &e) {
        const int offset = e.mark.is_null() ? 0 : e.mark.pos;
        if (e.msg.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR)) // the name follows it since yaml-cpp 0.8
            return refuseAt(bytes, offset, aliasAt(offset));
        return refuseAt(bytes, offset,
                        {u"not-yaml"_s, Words::tr("not YAML: ") + QString::fromStdString(e.msg),
                         Words::tr("mend the text here or just above"), offset});
    } catch (const std::exception &e) {
        return refuseAt(bytes, 0,
                        {u"not-yaml"_s, Words::tr("not YAML: ") + QString::fromUtf8(e.what()),
                         Words::tr("is this the right file?"), 0});
    }
    if (builder.isEmpty)
        return YamlNode{};
    return std::move(builder.root);
}

} // namespace

int YamlNode::indexOf(QStringView key) const
{
    const QByteArray wanted = key.toUtf8();
    for (size_t i = 0; isMap() && i < children.size(); i += 2)
        if (children[i].text.size() == size_t(wanted.size()) && wanted == children[i].text.c_str())
            return int(i);
    return -1;
}

const YamlNode *YamlNode::value(QStringView key) const
{
    const int i = indexOf(key);
    return i < 0 ? nullptr : &children[size_t(i) + 1];
}

Result<YamlNode> readByLibrary(const QByteArray &bytes)
{
    return parseEvents(bytes).and_then(
        [&](YamlNode &&root) { return placeTokens(std::move(root), bytes); });
}

Result<YamlNode> readYaml(const QByteArray &bytes)
{
    return checkRawText(bytes).and_then([&]() -> Result<YamlNode> {
        if (auto plain = readPlainYaml(bytes))
            return std::move(*plain);
        return readByLibrary(bytes);
    });
}

} // namespace model
