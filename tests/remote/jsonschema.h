// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// As much of JSON Schema as resources/events.schema.json uses, so that tests can hold what is
// printed against it.

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace tests {

inline QString typeOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return QStringLiteral("boolean");
    case QJsonValue::Double:
        return value.toDouble() == double(value.toInteger()) ? QStringLiteral("integer")
                                                             : QStringLiteral("number");
    case QJsonValue::String:
        return QStringLiteral("string");
    case QJsonValue::Array:
        return QStringLiteral("array");
    case QJsonValue::Object:
        return QStringLiteral("object");
    default:
        return QStringLiteral("null");
    }
}

QString schemaComplaint(const QJsonValue &value, const QJsonObject &schema,
                        const QString &where = QStringLiteral("$"));

/// Why the properties do not fit; empty when they do.
inline QString objectComplaint(const QJsonObject &object, const QJsonObject &schema,
                               const QString &where)
{
    for (const auto key : schema[QLatin1String("required")].toArray()) {
        if (!object.contains(key.toString()))
            return where + QStringLiteral(" lacks ") + key.toString();
    }
    const QJsonObject properties = schema[QLatin1String("properties")].toObject();
    const QJsonValue others = schema[QLatin1String("additionalProperties")];
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString place = where + QLatin1Char('.') + it.key();
        const bool known = properties.contains(it.key());
        if (!known && others.isBool() && !others.toBool())
            return place + QStringLiteral(" is not in the schema");
        const QString complaint =
            schemaComplaint(it.value(), (known ? properties[it.key()] : others).toObject(), place);
        if (!complaint.isEmpty())
            return complaint;
    }
    return {};
}

/// Why the value does not fit the schema; empty when it does.
inline QString schemaComplaint(const QJsonValue &value, const QJsonObject &schema,
                               const QString &where)
{
    if (schema.contains(QLatin1String("oneOf"))) {
        QString complaints;
        int fitting = 0;
        for (const auto option : schema[QLatin1String("oneOf")].toArray()) {
            const QString complaint = schemaComplaint(value, option.toObject(), where);
            fitting += complaint.isEmpty();
            complaints += complaint + QStringLiteral("; ");
        }
        return fitting == 1 ? QString()
                            : QStringLiteral("%1 fits %2 of oneOf: %3")
                                  .arg(where)
                                  .arg(fitting)
                                  .arg(complaints);
    }
    const QString type = schema[QLatin1String("type")].toString();
    const QString is = typeOf(value);
    if (!type.isEmpty() && type != is
        && !(type == QLatin1String("number") && is == QLatin1String("integer")))
        return where + QStringLiteral(" is ") + is + QStringLiteral(", not ") + type;
    if (schema.contains(QLatin1String("const")) && schema[QLatin1String("const")] != value)
        return where + QStringLiteral(" is another constant");
    if (schema.contains(QLatin1String("enum"))
        && !schema[QLatin1String("enum")].toArray().contains(value))
        return where + QStringLiteral(" is none of the enum: ") + value.toString();
    if (schema.contains(QLatin1String("minimum"))
        && value.toDouble() < schema[QLatin1String("minimum")].toDouble())
        return where + QStringLiteral(" is too small");
    if (schema.contains(QLatin1String("maximum"))
        && value.toDouble() > schema[QLatin1String("maximum")].toDouble())
        return where + QStringLiteral(" is too large");
    return value.isObject() ? objectComplaint(value.toObject(), schema, where) : QString();
}

} // namespace tests
