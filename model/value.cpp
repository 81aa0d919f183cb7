// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/value.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

QString realText(double v)
{
    return QString::number(v, 'g', QLocale::FloatingPointShortest);
}

std::pair<QStringView, QStringView> splitPath(QStringView path)
{
    const qsizetype dot = path.indexOf(u'.');
    return dot < 0 ? std::pair{path, QStringView()} : std::pair{path.left(dot), path.mid(dot + 1)};
}

const Value *member(const ValueMap &map, QStringView key)
{
    const auto it =
        std::find_if(map.begin(), map.end(), [key](const auto &e) { return e.first == key; });
    return it == map.end() ? nullptr : &it->second;
}

bool sameMap(const ValueMap &a, const ValueMap &b)
{
    if (a.size() != b.size())
        return false;
    const auto byKey = [](const auto *x, const auto *y) { return x->first < y->first; };
    QList<const ValueMap::value_type *> left, right;
    for (qsizetype i = 0; i < a.size(); ++i) {
        left.append(&a.at(i));
        right.append(&b.at(i));
    }
    std::sort(left.begin(), left.end(), byKey);
    std::sort(right.begin(), right.end(), byKey);
    return std::equal(left.begin(), left.end(), right.begin(),
                      [](const auto *x, const auto *y) { return *x == *y; });
}

} // namespace

bool Value::toBool(bool fallback) const
{
    const bool *v = std::get_if<bool>(&m_data);
    return v ? *v : fallback;
}

qint64 Value::toInt(qint64 fallback) const
{
    const qint64 *v = std::get_if<qint64>(&m_data);
    return v ? *v : fallback;
}

QString Value::text(const QString &fallback) const
{
    if (const auto *v = std::get_if<QString>(&m_data))
        return *v;
    if (const auto *v = std::get_if<bool>(&m_data))
        return *v ? u"true"_s : u"false"_s;
    if (const auto *v = std::get_if<qint64>(&m_data))
        return QString::number(*v);
    if (const auto *v = std::get_if<double>(&m_data))
        return realText(*v);
    return fallback;
}

ValueList Value::list() const
{
    const auto *v = std::get_if<ValueList>(&m_data);
    return v ? *v : ValueList();
}

ValueMap Value::map() const
{
    const auto *v = std::get_if<ValueMap>(&m_data);
    return v ? *v : ValueMap();
}

QStringList Value::texts() const
{
    QStringList result;
    if (const auto *entries = std::get_if<ValueList>(&m_data)) {
        for (const Value &entry : *entries)
            if (!entry.isNull() && !entry.isList() && !entry.isMap())
                result.append(entry.text());
    } else if (!isNull() && !isMap()) {
        result.append(text());
    }
    return result;
}

Value Value::at(QStringView path) const
{
    const Value *value = this;
    while (!path.isEmpty()) {
        const auto *entries = std::get_if<ValueMap>(&value->m_data);
        const auto [key, rest] = splitPath(path);
        value = entries ? member(*entries, key) : nullptr;
        if (!value)
            return {};
        path = rest;
    }
    return *value;
}

Value Value::with(QStringView path, const Value &v) const
{
    if (path.isEmpty())
        return v;
    const auto [key, rest] = splitPath(path);
    ValueMap entries = map();
    const auto it = std::find_if(entries.begin(), entries.end(),
                                 [key = key](const auto &e) { return e.first == key; });
    const Value inner = (it == entries.end() ? Value() : it->second).with(rest, v);
    const bool gone =
        inner.isNull() || (!rest.isEmpty() && v.isNull() && inner.isMap() && inner.map().isEmpty());
    if (gone && it != entries.end())
        entries.erase(it);
    else if (!gone && it != entries.end())
        it->second = inner;
    else if (!gone)
        entries.append({key.toString(), inner});
    return entries;
}

bool Value::operator==(const Value &other) const
{
    const auto *mine = std::get_if<ValueMap>(&m_data);
    const auto *theirs = std::get_if<ValueMap>(&other.m_data);
    if (!mine || !theirs)
        return m_data == other.m_data;
    return mine->isSharedWith(*theirs) || sameMap(*mine, *theirs);
}

} // namespace model
