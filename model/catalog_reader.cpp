// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalog_reader.h"

namespace model {

using namespace Qt::StringLiterals;

namespace {

QString scalar(const YAML::Node &node)
{
    return QString::fromStdString(node.Scalar());
}

Value toValue(const YAML::Node &node)
{
    switch (node.Type()) {
    case YAML::NodeType::Sequence: {
        ValueList list;
        for (const YAML::Node &entry : node)
            list += toValue(entry);
        return list;
    }
    case YAML::NodeType::Map: {
        ValueMap map;
        for (const auto &entry : node)
            map.append({scalar(entry.first), toValue(entry.second)});
        return map;
    }
    case YAML::NodeType::Scalar:
        break;
    default:
        return {};
    }
    const QString text = scalar(node);
    if (node.Tag() == "!") // quoted
        return text;
    if (text == "true"_L1 || text == "false"_L1)
        return text == "true"_L1;
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return isNumber ? Value(number) : Value(text);
}

} // namespace

void CatalogFindings::add(const QString &file, const YAML::Node &at, const QString &key,
                          const QString &message)
{
    if (error)
        return;
    const YAML::Mark mark = at.IsDefined() ? at.Mark() : YAML::Mark();
    const QString line = mark.is_null() ? u"?"_s : QString::number(mark.line + 1);
    error = Error{u"bad-catalog"_s,
                  u"%1:%2: %3: %4"_s.arg(file, line, key.isEmpty() ? u"(file)"_s : key, message),
                  u"Correct the file; resources/catalog holds examples of every key."_s};
}

MapReader::MapReader(const YAML::Node &node, const QString &file, CatalogFindings &findings)
    : m_node(node.IsMap() ? node : YAML::Node(YAML::NodeType::Map))
    , m_file(file)
    , m_findings(findings)
{
    if (!node.IsMap()) {
        m_findings.add(m_file, node, {}, u"a map of keys and values is expected here"_s);
        return;
    }
    QSet<QString> seen;
    for (const auto &entry : node) {
        const QString key = scalar(entry.first);
        if (seen.contains(key))
            m_findings.add(m_file, entry.first, key, u"the key stands here twice"_s);
        seen.insert(key);
    }
}

YAML::Node MapReader::used(const char *key)
{
    m_used.insert(QString::fromLatin1(key));
    return m_node[key];
}

YAML::Node MapReader::sequence(const char *key)
{
    const YAML::Node node = used(key);
    if (!node || node.IsNull())
        return YAML::Node(YAML::NodeType::Sequence);
    if (node.IsSequence())
        return node;
    complain(key, u"a list is expected"_s);
    return YAML::Node(YAML::NodeType::Sequence);
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
    const YAML::Node node = used(key);
    if (!node)
        return fallback;
    if (!node.IsScalar()) {
        complain(key, u"a text is expected"_s);
        return fallback;
    }
    return scalar(node);
}

bool MapReader::flag(const char *key)
{
    return choice<bool>(key, {{u"true"_s, true}, {u"false"_s, false}}, false);
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
    for (const YAML::Node &entry : sequence(key)) {
        if (entry.IsScalar())
            result += scalar(entry);
        else
            complain(key, u"a list of texts is expected"_s);
    }
    return result;
}

Value MapReader::value(const char *key)
{
    const YAML::Node node = used(key);
    return node ? toValue(node) : Value();
}

std::map<QString, Value> MapReader::values(const char *key)
{
    std::map<QString, Value> result;
    const YAML::Node node = used(key);
    if (!node)
        return result;
    if (!node.IsMap()) {
        complain(key, u"a map is expected"_s);
        return result;
    }
    for (const auto &entry : node)
        result[scalar(entry.first)] = toValue(entry.second);
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
    if (!has(key))
        return;
    const auto run = [node = m_node[key], file = m_file, key = QString::fromLatin1(key),
                      findings = &m_findings, check = std::move(check)](const Catalog &catalog) {
        const QString message = check(catalog);
        if (!message.isEmpty())
            findings->add(file, node, key, message);
    };
    m_findings.later.push_back(run);
}

void MapReader::complain(const char *key, const QString &message)
{
    const YAML::Node node = m_node[key];
    m_findings.add(m_file, node ? node : m_node, QString::fromLatin1(key), message);
}

void MapReader::finish()
{
    for (const auto &entry : m_node) {
        if (!m_used.contains(scalar(entry.first)))
            m_findings.add(m_file, entry.first, scalar(entry.first), u"unknown key"_s);
    }
}

} // namespace model
