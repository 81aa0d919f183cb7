// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalog_reader.h"

namespace model {

using namespace Qt::StringLiterals;

namespace {

Value toValue(const YamlNode &node)
{
    switch (node.kind) {
    case YamlNode::Kind::List: {
        ValueList list;
        for (const YamlNode &entry : node.children)
            list += toValue(entry);
        return list;
    }
    case YamlNode::Kind::Map: {
        ValueMap map;
        for (size_t i = 0; i < node.children.size(); i += 2)
            map.append({node.children[i].string(), toValue(node.children[i + 1])});
        return map;
    }
    case YamlNode::Kind::Scalar:
        break;
    case YamlNode::Kind::Null:
        return {};
    }
    const QString text = node.string();
    if (node.style != YamlNode::Style::Plain)
        return text;
    if (text == "true"_L1 || text == "false"_L1)
        return text == "true"_L1;
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return isNumber ? Value(number) : Value(text);
}

} // namespace

void CatalogFindings::add(const CatalogFile &file, const YamlNode &at, const QString &key, const QString &message)
{
    if (error) // a place takes long to find
        return;
    add(u"%1:%2"_s.arg(file.path).arg(positionAt(file.bytes, at.begin).line), (key.isEmpty() ? u"(file)"_s : key) % u": " % message);
}

void CatalogFindings::add(const QString &place, const QString &message)
{
    if (!error)
        error = Error{u"bad-catalog"_s, place % u": " % message, u"Correct the file; resources/catalog holds examples of every key."_s};
}

MapReader::MapReader(const YamlNode &node, const CatalogFile &file, CatalogFindings &findings)
    : m_node(node), m_file(file), m_findings(findings), m_used(node.children.size())
{
    if (!node.isMap())
        m_findings.add(m_file, node, {}, u"a map of keys and values is expected here"_s);
}

int MapReader::indexOf(const char *key) const
{
    for (size_t i = 0; m_node.isMap() && i < m_node.children.size(); i += 2) {
        if (m_node.children[i].text == key)
            return int(i);
    }
    return -1;
}

const YamlNode *MapReader::used(const char *key)
{
    const int i = indexOf(key);
    if (i < 0)
        return nullptr;
    m_used[size_t(i)] = true;
    return &m_node.children[size_t(i) + 1];
}

const std::vector<YamlNode> &MapReader::sequence(const char *key)
{
    static const std::vector<YamlNode> nothing;
    const YamlNode *node = used(key);
    if (!node || node->isNull())
        return nothing;
    if (node->isList())
        return node->children;
    complain(key, u"a list is expected"_s);
    return nothing;
}

QString MapReader::need(const char *key)
{
    const QString result = text(key);
    if (result.isEmpty())
        complain(key, u"this key must be there and not empty"_s);
    return result;
}

QString MapReader::text(const char *key, const QString &fallback)
{
    const YamlNode *node = used(key);
    if (!node)
        return fallback;
    if (!node->isScalar()) {
        complain(key, u"a text is expected"_s);
        return fallback;
    }
    return node->string();
}

bool MapReader::flag(const char *key)
{
    return has(key) && choice<bool>(key, {{u"true"_s, true}, {u"false"_s, false}}, false);
}

std::optional<qint64> MapReader::number(const char *key)
{
    if (!has(key))
        return std::nullopt;
    bool ok = false;
    const qint64 result = text(key).toLongLong(&ok);
    if (!ok)
        complain(key, u"a whole number is expected"_s);
    return ok ? std::optional(result) : std::nullopt;
}

QStringList MapReader::texts(const char *key)
{
    QStringList result;
    for (const YamlNode &entry : sequence(key)) {
        if (entry.isScalar())
            result += entry.string();
        else
            complain(key, u"a list of texts is expected"_s);
    }
    return result;
}

Value MapReader::value(const char *key)
{
    const YamlNode *node = used(key);
    return node ? toValue(*node) : Value();
}

std::map<QString, Value> MapReader::values(const char *key)
{
    std::map<QString, Value> result;
    const YamlNode *node = used(key);
    if (!node)
        return result;
    if (!node->isMap()) {
        complain(key, u"a map is expected"_s);
        return result;
    }
    for (size_t i = 0; i < node->children.size(); i += 2)
        result[node->children[i].string()] = toValue(node->children[i + 1]);
    return result;
}

Condition MapReader::condition(const char *key)
{
    Condition result;
    for (const auto &[path, value] : values(key))
        result[path] = value.text();
    return result;
}

void MapReader::later(const char *key, std::function<QString(const Catalog &)> check)
{
    const int i = indexOf(key);
    if (i < 0)
        return;
    const auto run = [node = &m_node.children[size_t(i) + 1], file = &m_file, key = QString::fromLatin1(key),
                      findings = &m_findings, check = std::move(check)](const Catalog &catalog) {
        const QString message = check(catalog);
        if (!message.isEmpty())
            findings->add(*file, *node, key, message);
    };
    m_findings.later.push_back(run);
}

void MapReader::complain(const char *key, const QString &message)
{
    const int i = indexOf(key);
    m_findings.add(m_file, i < 0 ? m_node : m_node.children[size_t(i) + 1], QString::fromLatin1(key), message);
}

void MapReader::finish()
{
    for (size_t i = 0; m_node.isMap() && i < m_node.children.size(); i += 2) {
        if (!m_used[i])
            m_findings.add(m_file, m_node.children[i], m_node.children[i].string(), u"unknown key"_s);
    }
}

} // namespace model
