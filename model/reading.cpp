// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/reading.h"

#include "model/nearest.h"
#include "model/scalar.h"
#include "model/words.h"

#include <QVarLengthArray>

using namespace Qt::StringLiterals;

namespace model {

namespace {

constexpr int maxUnknownKeys = 500; ///< of one item; more are kept in the file only

class FieldReader
{
public:
    FieldReader(const Shape &shape, QList<Finding> &findings) : m_shape(shape), m_findings(findings)
    {}

    Value values;

    void readMap(const YamlNode &map, const QString &prefix, const QStringList &skip,
                 const QStringList &extraKeys)
    {
        for (size_t i = 0; i + 1 < map.children.size(); i += 2) {
            const QString key = map.children[i].string();
            if (prefix.isEmpty() && skip.contains(key))
                continue;
            readKey(map.children[i], key, map.children[i + 1], prefix, extraKeys);
        }
    }

private:
    void readKey(const YamlNode &keyNode, const QString &key, const YamlNode &node,
                 const QString &prefix, const QStringList &extraKeys)
    {
        const QString path = prefix.isEmpty() ? key : prefix + u'.' + key;
        const bool dotted = key.contains(u'.') || key.isEmpty(); // no path can name it
        const Field *field = dotted ? nullptr : m_shape.field(path);
        if (!field && !dotted)
            field = m_shape.alias(path);
        if (!field && !dotted && node.isScalar())
            field = m_shape.shortForm(path);
        if (field)
            return write(*field, keyNode, node);
        if (!dotted && m_shape.isParent(path)) {
            if (node.isMap())
                readMap(node, path, {}, {});
            else if (!node.isNull())
                m_findings.append({Severity::Error, u"wrong-type"_s,
                                   Words::tr("\"%1\" is a map with the keys %2, not this")
                                       .arg(path, m_shape.fieldsBelow(path).join(u", ")),
                                   path, node.begin});
            return;
        }
        unknown(keyNode, key, path, dotted, node, prefix, extraKeys);
    }

    void write(const Field &field, const YamlNode &keyNode, const YamlNode &node)
    {
        if (node.isNull())
            return;
        if (m_written.contains(&field)) {
            m_findings.append(
                {Severity::Error, u"written-twice"_s,
                 Words::tr(
                     "\"%1\" is given twice, by its name and by another spelling; the first counts")
                     .arg(field.name),
                 field.name, keyNode.begin});
            return;
        }
        m_written.append(&field);
        values.set(field.name, fieldValue(node, field));
    }

    void unknown(const YamlNode &keyNode, const QString &key, const QString &path, bool dotted,
                 const YamlNode &node, const QString &prefix, const QStringList &extraKeys)
    {
        if (++m_unknownKeys > maxUnknownKeys)
            return;
        const QStringList known = m_shape.fieldsBelow(prefix) + extraKeys;
        const QString near = nearest(key, known, 1, qMax<qsizetype>(1, key.size() / 3)).value(0);
        const QString advice = near.isEmpty() ? Words::tr("known here: ") + known.join(u", ")
                                              : Words::tr("did you mean \"%1\"?").arg(near);
        m_findings.append({Severity::Warning, u"unknown-key"_s,
                           Words::tr("\"%1\" is not known and has no effect; %2").arg(path, advice),
                           dotted ? QString() : path, keyNode.begin});
        if (!dotted && !node.isNull())
            values.set(path, plainValue(node));
    }

    const Shape &m_shape;
    QList<Finding> &m_findings;
    QVarLengthArray<const Field *, 32> m_written;
    int m_unknownKeys = 0;
};

} // namespace

Shape::Shape(const Kind &kind) : m_kind(&kind)
{
    for (const Field &field : kind.fields) {
        m_fields.insert(field.name, &field);
        for (const QString &alias : field.aliases)
            m_aliases.insert(alias, &field);
        if (!field.shortForm.isEmpty())
            m_shortForms.insert(field.shortForm, &field);
        const QStringList parts = field.name.split(u'.');
        QString path;
        for (const QString &part : parts) {
            QStringList &below = m_parents[path];
            if (!below.contains(part))
                below.append(part);
            path = path.isEmpty() ? part : path + u'.' + part;
        }
    }
}

const QStringList &Shape::fieldsBelow(const QString &path) const
{
    static const QStringList none;
    const auto it = m_parents.find(path);
    return it == m_parents.end() ? none : *it;
}

bool Shape::isNameKey(const QString &key) const
{
    const QString identity = m_kind->identity.isEmpty() ? u"name"_s : m_kind->identity;
    return key == identity || m_kind->aliases.value(key) == identity;
}

int Shape::nameKey(const YamlNode &map) const
{
    for (size_t i = 0; i + 1 < map.children.size(); i += 2)
        if (isNameKey(map.children[i].string()))
            return int(i);
    return -1;
}

Value plainValue(const YamlNode &node)
{
    switch (node.kind) {
    case YamlNode::Kind::Scalar:
        return node.style == YamlNode::Style::Plain && !node.asText ? resolvePlain(node.string())
                                                                    : Value(node.string());
    case YamlNode::Kind::List: {
        ValueList list;
        for (const YamlNode &child : node.children)
            list.append(plainValue(child));
        return list;
    }
    case YamlNode::Kind::Map: {
        ValueMap map;
        for (size_t i = 0; i + 1 < node.children.size(); i += 2)
            map.append({node.children[i].string(), plainValue(node.children[i + 1])});
        return map;
    }
    case YamlNode::Kind::Null:
        break;
    }
    return {};
}

/// `of`: what a list or map holds.
static Value typedValue(const YamlNode &node, FieldType type, FieldType of)
{
    switch (type) {
    case FieldType::List:
        if (node.isList()) {
            ValueList list;
            for (const YamlNode &child : node.children)
                list.append(typedValue(child, of, FieldType::Text));
            return list;
        }
        return typedValue(node, of, FieldType::Text);
    case FieldType::Map:
        if (node.isMap()) {
            ValueMap map;
            for (size_t i = 0; i + 1 < node.children.size(); i += 2)
                map.append({node.children[i].string(), typedValue(node.children[i + 1], of, FieldType::Text)});
            return map;
        }
        return plainValue(node);
    case FieldType::Bool:
    case FieldType::Int:
    case FieldType::Port:
    case FieldType::Any:
        return plainValue(node);
    default:
        return node.isScalar() ? Value(node.string()) : plainValue(node);
    }
}

Value fieldValue(const YamlNode &node, const Field &field)
{
    return typedValue(node, field.type, field.of);
}

Value readFields(const YamlNode &map, const Shape &shape, const QStringList &skip,
                 const QStringList &extraKeys, QList<Finding> &findings)
{
    FieldReader reader(shape, findings);
    reader.values = ValueMap();
    reader.readMap(map, {}, skip, extraKeys);
    return reader.values;
}

} // namespace model
