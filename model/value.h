// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a field of the fleet file can hold: a small, comparable tree, free of YAML and of Qt's variants.

#include <QList>
#include <QString>

#include <utility>
#include <variant>

namespace model {

class Value;
using ValueList = QList<Value>;
using ValueMap = QList<std::pair<QString, Value>>; ///< in file order, keys unique

class Value
{
public:
    Value() = default; ///< null: "not there"
    Value(bool v) : m_data(v) {}
    Value(int v) : m_data(qint64(v)) {}
    Value(qint64 v) : m_data(v) {}
    Value(double v) : m_data(v) {}
    Value(QString v) : m_data(std::move(v)) {}
    Value(ValueList v) : m_data(std::move(v)) {}
    Value(ValueMap v) : m_data(std::move(v)) {}
    Value(const void *) = delete; // a string literal must not become a bool

    bool isNull() const { return std::holds_alternative<std::monostate>(m_data); }
    bool isBool() const { return std::holds_alternative<bool>(m_data); }
    bool isInt() const { return std::holds_alternative<qint64>(m_data); }
    bool isReal() const { return std::holds_alternative<double>(m_data); }
    bool isText() const { return std::holds_alternative<QString>(m_data); }
    bool isList() const { return std::holds_alternative<ValueList>(m_data); }
    bool isMap() const { return std::holds_alternative<ValueMap>(m_data); }

    /// The value as that type, or the fallback when it is of another type. `text` also renders scalars.
    bool toBool(bool fallback = false) const;
    qint64 toInt(qint64 fallback = 0) const;
    QString text(const QString &fallback = {}) const;
    ValueList list() const;
    ValueMap map() const;
    QStringList texts() const; ///< a list of scalars as strings; a lone scalar as a list of one

    /// The value at a dotted path ("ssh.address") in nested maps; null when absent.
    Value at(QStringView path) const;
    /// A copy with the value at a dotted path replaced, or removed when `v` is null; empty maps left behind go too.
    Value with(QStringView path, const Value &v) const;
    /// The same to this very value.
    void set(const QString &path, const Value &v);

    /// The order of a map's keys does not matter.
    bool operator==(const Value &other) const;

private:
    std::variant<std::monostate, bool, qint64, double, QString, ValueList, ValueMap> m_data;
};

} // namespace model
