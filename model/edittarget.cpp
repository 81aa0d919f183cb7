// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edittarget.h"

#include "model/validate.h"
#include "model/words.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace model {

Result<Target> targetOf(const Kind &kind, const Item *item, QString path, bool service)
{
    if (service && path.startsWith(u"settings."_s))
        path = path.mid(9);
    const QString prefix = service ? u"settings."_s : QString();
    if (const Field *field = kind.field(path))
        return Target{*field, prefix + field->name};
    for (const Field &field : kind.fields) {
        if (field.shortForm == path)
            return Target{field, prefix + field.name};
        const bool open = field.type == FieldType::Map || field.type == FieldType::Any;
        if (open && path.startsWith(field.name + u'.')) {
            Field key = field;
            key.type = field.of;
            key.name = path;
            return Target{key, prefix + path};
        }
    }
    if (item && !item->values.at(QString(prefix + path)).isNull()) {
        Field unknown;
        unknown.name = path;
        unknown.type = FieldType::Any;
        return Target{unknown, prefix + path};
    }
    QStringList known;
    for (const Field &field : kind.fields)
        if (!field.hidden)
            known.append(field.name);
    return fail(u"unknown-field"_s,
                Words::tr("%1 has no field \"%2\"").arg(ofCatalog(kind.title), path),
                Words::tr("it has: ") + (known.isEmpty() ? u"none"_s : known.join(u", ")));
}

Value normalised(const Field &field, const Value &value)
{
    const auto isNumeric = [](FieldType type) {
        return type == FieldType::Bool || type == FieldType::Int || type == FieldType::Port
               || type == FieldType::Any || type == FieldType::Map || type == FieldType::List;
    };
    if (value.isList()) {
        ValueList list = value.list();
        for (Value &entry : list)
            if (field.type == FieldType::List && !isNumeric(field.of)
                && (entry.isInt() || entry.isReal() || entry.isBool()))
                entry = entry.text();
        return list;
    }
    const bool scalar = value.isInt() || value.isReal() || value.isBool();
    return scalar && !isNumeric(field.type) ? Value(value.text()) : value;
}

Result<void> checkValue(const Field &field, const Value &value)
{
    const QString wrong = value.isNull() ? QString() : complaint(field, value);
    if (wrong.isEmpty())
        return {};
    return fail(u"bad-value"_s, u"%1: %2"_s.arg(field.name, wrong), ofCatalog(field.help));
}

} // namespace model
