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

/// Where the key stands; behind the last one when it does not.
qsizetype placeOf(const ValueMap &map, QStringView key)
{
    return std::find_if(map.begin(), map.end(), [key](const auto &e) { return e.first == key; }) - map.begin();
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
        const qsizetype at = entries ? placeOf(*entries, key) : 0;
        if (!entries || at == entries->size())
            return {};
        value = &entries->at(at).second;
        path = rest;
    }
    return *value;
}

Value Value::with(QStringView path, const Value &v) const
{
    Value copy = *this;
    copy.set(path.toString(), v);
    return copy;
}

void Value::set(const QString &path, const Value &v)
{
    if (path.isEmpty()) {
        *this = v;
        return;
    }
    if (!isMap())
        m_data = ValueMap();
    ValueMap &entries = std::get<ValueMap>(m_data);
    const qsizetype dot = path.indexOf(u'.');
    const QString key = dot < 0 ? path : path.left(dot), rest = dot < 0 ? QString() : path.mid(dot + 1);
    const qsizetype at = placeOf(entries, key);
    if (at == entries.size())
        entries.append({key, Value()});
    Value &inner = entries[at].second;
    inner.set(rest, v);
    const bool leavesNothing = !rest.isEmpty() && v.isNull() && inner.isMap() && std::get<ValueMap>(inner.m_data).isEmpty();
    if (inner.isNull() || leavesNothing)
        entries.removeAt(at);
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
