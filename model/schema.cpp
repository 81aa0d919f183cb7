// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QJsonValue toJson(const Value &value)
{
    if (value.isBool())
        return value.toBool();
    if (value.isInt())
        return value.toInt();
    if (value.isList()) {
        QJsonArray array;
        for (const Value &entry : value.list())
            array.append(toJson(entry));
        return array;
    }
    if (value.isMap()) {
        QJsonObject object;
        for (const auto &[key, entry] : value.map())
            object.insert(key, toJson(entry));
        return object;
    }
    return value.text();
}

QJsonObject range(std::optional<qint64> minimum, std::optional<qint64> maximum)
{
    QJsonObject schema{{u"type"_s, u"integer"_s}};
    if (minimum)
        schema.insert(u"minimum"_s, *minimum);
    if (maximum)
        schema.insert(u"maximum"_s, *maximum);
    return schema;
}

/// Keys that nobody knows are most likely misspelt; those of a person's own begin with "x-".
QJsonObject closed(QJsonObject object)
{
    object.insert(u"additionalProperties"_s, false);
    object.insert(u"patternProperties"_s, QJsonObject{{u"^x-"_s, true}});
    return object;
}

QJsonObject anyOf(const QJsonArray &choices)
{
    return {{u"anyOf"_s, choices}};
}

/// Editors show a description with each value that they offer.
QJsonObject enumSchema(const Field &field)
{
    QJsonObject schema{{u"enum"_s, QJsonArray::fromStringList(field.values)}};
    QJsonArray descriptions;
    for (const QString &value : field.values) {
        const auto words = field.choices.find(value);
        if (words == field.choices.end())
            descriptions.append(QString());
        else
            descriptions.append(words->second.help.isEmpty() ? words->second.title : words->second.title + u": "_s + words->second.help);
    }
    if (!field.choices.empty())
        schema.insert(u"enumDescriptions"_s, descriptions);
    return schema;
}

QJsonObject typeSchema(FieldType type, const Field &field)
{
    Field element;
    element.values = field.values;
    element.choices = field.choices;
    element.pattern = field.pattern;
    switch (type) {
    case FieldType::Bool:
        return {{u"type"_s, u"boolean"_s}};
    case FieldType::Int:
        return range(field.minimum, field.maximum);
    case FieldType::Port:
        return range(field.minimum.value_or(1), field.maximum.value_or(65535));
    case FieldType::PortRange:
        return {{u"type"_s, u"string"_s}, {u"pattern"_s, u"^[0-9]+-[0-9]+$"_s}};
    case FieldType::Enum:
        return enumSchema(field);
    case FieldType::List: { // a lone value is a list of one
        const QJsonObject entry = typeSchema(field.of, element);
        return anyOf({QJsonObject{{u"type"_s, u"array"_s}, {u"items"_s, entry}}, entry});
    }
    case FieldType::Map: {
        QJsonObject schema{{u"type"_s, u"object"_s}};
        if (field.of != FieldType::Any && field.of != FieldType::Map)
            schema.insert(u"additionalProperties"_s, typeSchema(field.of, element));
        return schema;
    }
    case FieldType::Any:
        return {};
    case FieldType::Text:
        if (!field.pattern.isEmpty())
            return {{u"type"_s, QJsonArray{u"string"_s, u"number"_s}},
                    {u"pattern"_s, u"^(?:%1)$"_s.arg(field.pattern)}};
        return {{u"type"_s,
                 QJsonArray{u"string"_s, u"number"_s}}}; // 1.10 without quotes is read as text
    default:
        return {{u"type"_s, u"string"_s}};
    }
}

QJsonObject fieldSchema(const Field &field)
{
    QJsonObject schema = typeSchema(field.type, field);
    if (!field.title.isEmpty())
        schema.insert(u"title"_s, field.title);
    if (!field.help.isEmpty())
        schema.insert(u"description"_s, field.help);
    if (!field.fallback.isNull())
        schema.insert(u"default"_s, toJson(field.fallback));
    return schema;
}

/// `properties` with the schema at a path of nested maps.
void insertAt(QJsonObject &properties, const QStringList &path, const QJsonObject &schema)
{
    if (path.size() == 1) {
        properties.insert(path.first(), schema);
        return;
    }
    QJsonObject parent = properties.value(path.first())
                             .toObject(closed({{u"type"_s, QJsonArray{u"object"_s, u"null"_s}}}));
    QJsonObject inner = parent.value(u"properties"_s).toObject();
    insertAt(inner, path.mid(1), schema);
    parent.insert(u"properties"_s, inner);
    properties.insert(path.first(), parent);
}

/// Every key that the fields of a kind may be written as.
QJsonObject propertiesOf(const Kind &kind)
{
    QJsonObject properties;
    for (const Field &field : kind.fields)
        insertAt(properties, field.name.split(u'.'), fieldSchema(field));
    for (const Field &field : kind.fields) {
        for (const QString &alias : field.aliases)
            properties.insert(alias, fieldSchema(field));
        if (!field.shortForm.isEmpty())
            properties.insert(field.shortForm,
                              anyOf({fieldSchema(field), properties.value(field.shortForm)}));
    }
    return properties;
}

QJsonObject itemSchema(const Kind &kind, bool onHost)
{
    QJsonObject properties = propertiesOf(kind);
    const QJsonObject text{{u"type"_s, QJsonArray{u"string"_s, u"number"_s}}};
    const QString identity = kind.identity.isEmpty() ? u"name"_s : kind.identity;
    QJsonArray spellings{QJsonObject{{u"required"_s, QJsonArray{identity}}}};
    properties.insert(identity, text);
    for (auto it = kind.aliases.begin(); it != kind.aliases.end(); ++it)
        if (it.value() == identity) {
            properties.insert(it.key(), text);
            spellings.append(QJsonObject{{u"required"_s, QJsonArray{it.key()}}});
        }
    if (onHost)
        properties.insert(u"host"_s, QJsonObject{{u"type"_s, u"string"_s},
                                                 {u"description"_s, u"The host it stands on."_s}});
    return closed({{u"type"_s, u"object"_s},
                   {u"title"_s, kind.title},
                   {u"description"_s, kind.help},
                   {u"properties"_s, properties},
                   {u"anyOf"_s, spellings}});
}

QJsonObject listOf(const QJsonObject &entry)
{
    return {{u"type"_s, QJsonArray{u"array"_s, u"null"_s}}, {u"items"_s, entry}};
}

QJsonObject serviceSchema(const Catalog &catalog)
{
    QJsonArray kinds, settings;
    for (const Kind &kind : catalog.kinds()) {
        if (!kind.fleetKey.isEmpty() && catalog.kindOfSection(kind.fleetKey) == &kind)
            continue;
        kinds.append(kind.name);
        settings.append(QJsonObject{
            {u"if"_s,
             QJsonObject{{u"properties"_s,
                          QJsonObject{{u"kind"_s, QJsonObject{{u"const"_s, kind.name}}}}}}},
            {u"then"_s,
             QJsonObject{{u"properties"_s,
                          QJsonObject{{u"settings"_s,
                                       closed({{u"properties"_s, propertiesOf(kind)}})}}}}}});
    }
    const QJsonObject object{{u"type"_s, QJsonArray{u"object"_s, u"null"_s}}};
    return closed({{u"type"_s, u"object"_s},
                   {u"required"_s, QJsonArray{u"name"_s, u"kind"_s}},
                   {u"properties"_s, QJsonObject{{u"name"_s, QJsonObject{{u"type"_s, u"string"_s}}},
                                                 {u"kind"_s, QJsonObject{{u"enum"_s, kinds}}},
                                                 {u"settings"_s, object},
                                                 {u"roles"_s, object}}},
                   {u"allOf"_s, settings}});
}

} // namespace

QByteArray fleetSchema(const Catalog &catalog)
{
    const Kind &fleet = *catalog.kind(u"fleet");
    QJsonObject properties = propertiesOf(fleet);
    properties.insert(u"switchyard"_s,
                      QJsonObject{{u"const"_s, 1}, {u"title"_s, u"Schema version"_s}});
    properties.insert(u"hosts"_s, listOf(itemSchema(*catalog.kind(u"host"), false)));
    for (const Kind &kind : catalog.kinds())
        if (!kind.fleetKey.isEmpty() && catalog.kindOfSection(kind.fleetKey) == &kind)
            properties.insert(kind.fleetKey, listOf(itemSchema(kind, true)));
    properties.insert(u"services"_s, listOf(serviceSchema(catalog)));
    const QJsonObject schema =
        closed({{u"$schema"_s, u"https://json-schema.org/draft/2020-12/schema"_s},
                {u"title"_s, u"Switchyard fleet file"_s},
                {u"type"_s, u"object"_s},
                {u"required"_s, QJsonArray{u"switchyard"_s}},
                {u"properties"_s, properties}});
    return QJsonDocument(schema).toJson();
}

} // namespace model
