// SPDX-License-Identifier: GPL-3.0-or-later
// The published schema says what the codec reads: no key less, no key more, and the types that the
// catalog gives them.
#include "model/codec.h"
#include "model/schema.h"
#include "tests/support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

/// The schema itself, or those among which it leaves the choice.
QList<QJsonObject> choicesOf(const QJsonObject &schema)
{
    QList<QJsonObject> result{schema};
    for (const QJsonValue &choice : schema.value(u"anyOf"_s).toArray())
        result += choicesOf(choice.toObject());
    return result;
}

QStringList typesOf(const QJsonObject &schema)
{
    QStringList types;
    for (const QJsonObject &choice : choicesOf(schema)) {
        const QJsonValue type = choice.value(u"type"_s);
        if (type.isString())
            types.append(type.toString());
        for (const QJsonValue &one : type.toArray())
            types.append(one.toString());
        if (choice.contains(u"enum"_s))
            types.append(u"enum"_s);
    }
    return types;
}

/// The schema at a path of nested maps; nothing when the schema does not know it.
std::optional<QJsonObject> at(const QJsonObject &schema, const QStringList &path)
{
    if (path.isEmpty())
        return schema;
    for (const QJsonObject &choice : choicesOf(schema)) {
        const QJsonObject properties = choice.value(u"properties"_s).toObject();
        if (properties.contains(path.first()))
            if (auto found = at(properties.value(path.first()).toObject(), path.mid(1)))
                return found;
    }
    return {};
}

QString typeFor(FieldType type)
{
    switch (type) {
    case FieldType::Bool:
        return u"boolean"_s;
    case FieldType::Int:
    case FieldType::Port:
        return u"integer"_s;
    case FieldType::Enum:
        return u"enum"_s;
    case FieldType::List:
        return u"array"_s;
    case FieldType::Map:
        return u"object"_s;
    default:
        return u"string"_s;
    }
}

/// A value that the schema allows, as YAML.
QString sample(const QJsonObject &schema)
{
    const QJsonArray words = schema.value(u"enum"_s).toArray();
    if (!words.isEmpty())
        return words.first().toString();
    if (schema.contains(u"anyOf"_s) && !schema.contains(u"type"_s))
        return sample(schema.value(u"anyOf"_s).toArray().first().toObject());
    const QStringList types = typesOf(schema);
    if (types.contains(u"integer"_s))
        return QString::number(schema.value(u"minimum"_s).toInteger(1));
    if (types.contains(u"boolean"_s))
        return u"true"_s;
    if (types.contains(u"array"_s))
        return u"[]"_s;
    return types.contains(u"object"_s) ? u"{a: b}"_s : u"some"_s;
}

/// Every key below `schema` as a path and a value.
QList<std::pair<QStringList, QString>> keysOf(const QJsonObject &schema)
{
    QList<std::pair<QStringList, QString>> result;
    const QJsonObject properties = schema.value(u"properties"_s).toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const QJsonObject child = it.value().toObject();
        bool parent = false;
        for (const QJsonObject &choice : choicesOf(child)) {
            for (const auto &[path, value] : keysOf(choice))
                result.append({QStringList(it.key()) + path, value});
            parent = parent || choice.contains(u"properties"_s);
        }
        if (!parent || child.contains(u"anyOf"_s))
            result.append({{it.key()}, sample(child)});
    }
    return result;
}

QString nested(const QStringList &path, const QString &value)
{
    return path.isEmpty() ? value
                          : u'{' + path.first() + u": "_s + nested(path.mid(1), value) + u'}';
}

} // namespace

class SchemaTest : public QObject
{
    Q_OBJECT

    const QJsonObject m_schema =
        QJsonDocument::fromJson(
            tests::readFile(tests::sourcePath(u"resources/fleet.schema.json"_s)))
            .object();
    const Catalog &m_catalog = Catalog::builtIn();

    QJsonObject entryOf(const QString &section) const
    {
        return at(m_schema, {section})->value(u"items"_s).toObject();
    }

    bool hasOwnList(const Kind &kind) const
    {
        return !kind.fleetKey.isEmpty() && m_catalog.kindOfSection(kind.fleetKey) == &kind;
    }

    /// The map in which the fields of a kind stand.
    QJsonObject placeOf(const Kind &kind) const
    {
        if (kind.name == u"fleet"_s)
            return m_schema;
        if (kind.name == u"host"_s || hasOwnList(kind))
            return entryOf(kind.fleetKey);
        for (const QJsonValue &rule : entryOf(u"services"_s).value(u"allOf"_s).toArray()) {
            const auto name = at(rule.toObject().value(u"if"_s).toObject(), {u"kind"_s});
            if (name && name->value(u"const"_s).toString() == kind.name)
                return *at(rule.toObject().value(u"then"_s).toObject(), {u"settings"_s});
        }
        return {};
    }

private slots:
    void everyKeyOfTheCodecIsThereWithItsType()
    {
        int fields = 0;
        QList<const Kind *> kinds{m_catalog.kind(u"fleet"), m_catalog.kind(u"host")};
        for (const Kind &kind : m_catalog.kinds())
            kinds.append(&kind);
        for (const Kind *kind : kinds) {
            const QJsonObject place = placeOf(*kind);
            QVERIFY2(!place.isEmpty(), qPrintable(kind->name));
            for (const Field &field : kind->fields) {
                QStringList spellings = QStringList(field.name) + field.aliases;
                if (!field.shortForm.isEmpty())
                    spellings.append(field.shortForm);
                for (const QString &spelling : std::as_const(spellings)) {
                    const QString story = kind->name + u' ' + spelling;
                    const auto found = at(place, spelling.split(u'.'));
                    QVERIFY2(found, qPrintable(story));
                    ++fields;
                    if (field.type != FieldType::Any
                        && field.name != u"switchyard"_s) // 1, no other
                        QVERIFY2(typesOf(*found).contains(typeFor(field.type)),
                                 qPrintable(story + u": "_s + typesOf(*found).join(u' ')));
                }
            }
        }
        QVERIFY2(fields > 60, qPrintable(QString::number(fields)));
    }

    /// Editors show them beside the values that they offer.
    void choicesAreDescribed()
    {
        const QJsonObject overlay = m_schema.value(u"properties"_s).toObject().value(u"overlay"_s).toObject();
        const QJsonArray values = overlay.value(u"enum"_s).toArray(), words = overlay.value(u"enumDescriptions"_s).toArray();
        QCOMPARE(values.size(), 5);
        QCOMPARE(words.size(), values.size());
        QCOMPARE(values.at(1).toString(), u"wireguard"_s);
        QCOMPARE(words.at(1).toString(), u"WireGuard: Every address is known beforehand: it follows from the host's name."_s);
        const auto loader = at(entryOf(u"hosts"_s), {u"boot"_s, u"loader"_s});
        QVERIFY(loader);
        QCOMPARE(loader->value(u"enumDescriptions"_s).toArray().at(0).toString(), u"GRUB"_s); // no more to say of it
    }

    void noKeyIsThereThatTheCodecDoesNotKnow()
    {
        const auto check = [&](const QString &text) {
            const auto parsed = parseFleet(text.toUtf8(), m_catalog);
            QVERIFY2(parsed, qPrintable(text));
            for (const Diagnostic &d : parsed->diagnostics)
                QVERIFY2(d.code != u"unknown-key"_s && d.code != u"wrong-type"_s,
                         qPrintable(text + d.message));
        };
        const QStringList sections{u"hosts"_s, u"games"_s, u"clients"_s, u"services"_s};
        for (const auto &[path, value] : keysOf(m_schema))
            if (!sections.contains(path.first()) && path.first() != u"switchyard"_s)
                check(u"switchyard: 1\n%1: %2\n"_s.arg(path.first(), nested(path.mid(1), value)));
        for (const QString &section : sections.first(3)) {
            const QJsonObject entry = entryOf(section);
            for (const auto &[path, value] : keysOf(entry)) {
                const QString key = path.first() + u": "_s + nested(path.mid(1), value);
                const bool isName = path.first() == u"name"_s || path.first() == u"id"_s;
                check(u"switchyard: 1\n%1:\n  - {%2}\n"_s.arg(section,
                                                              isName ? key : u"name: n, "_s + key));
            }
        }
        for (const Kind &kind : m_catalog.kinds())
            if (!hasOwnList(kind))
                for (const auto &[path, value] : keysOf(placeOf(kind)))
                    check(
                        u"switchyard: 1\nservices:\n  - {name: n, kind: %1, settings: %2}\n"_s.arg(
                            kind.name, nested(path, value)));
    }
};

QTEST_GUILESS_MAIN(SchemaTest)
#include "tst_schema.moc"
