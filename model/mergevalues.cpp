// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/mergevalues.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

void collect(const Value &value, const QString &prefix, const QString &path, const Shape &shape,
             QStringList &paths)
{
    for (const auto &[key, entry] : value.map()) {
        const QString field = path.isEmpty() ? key : path + u'.' + key;
        if (!shape.field(field) && shape.isParent(field) && entry.isMap())
            collect(entry, prefix, field, shape, paths);
        else
            paths.append(prefix + field);
    }
}

Value entryOf(const ValueMap &map, const QString &key)
{
    const auto at =
        std::find_if(map.begin(), map.end(), [&](const auto &e) { return e.first == key; });
    return at == map.end() ? Value() : at->second;
}

std::optional<Value> mergeMaps(const ValueMap &base, const ValueMap &ours, const ValueMap &theirs)
{
    ValueMap result;
    const auto add = [&](const QString &key) {
        const auto value =
            mergeValues(entryOf(base, key), entryOf(ours, key), entryOf(theirs, key));
        if (value && !value->isNull())
            result.append({key, *value});
        return value.has_value();
    };
    for (const auto &[key, value] : theirs)
        if (!add(key))
            return {};
    for (const auto &[key, value] : ours)
        if (entryOf(theirs, key).isNull() && !add(key))
            return {};
    return Value(result);
}

bool isPlainSet(const ValueList &list)
{
    for (qsizetype i = 0; i < list.size(); ++i)
        if (list[i].isMap() || list[i].isList() || list.indexOf(list[i]) != i)
            return false;
    return true;
}

ValueList without(const ValueList &list, const ValueList &those)
{
    ValueList result;
    for (const Value &entry : list)
        if (!those.contains(entry))
            result.append(entry);
    return result;
}

/// Additions and removals of both; contradicted where both replaced something.
std::optional<Value> mergeLists(const ValueList &base, const ValueList &ours,
                                const ValueList &theirs)
{
    if (!isPlainSet(base) || !isPlainSet(ours) || !isPlainSet(theirs))
        return {};
    const ValueList weAdd = without(ours, base), theyAdd = without(theirs, base);
    const ValueList weTake = without(base, ours), theyTake = without(base, theirs);
    const bool reordered = weAdd.isEmpty() && weTake.isEmpty();
    if (reordered || (!weTake.isEmpty() && !theyTake.isEmpty() && !(weAdd + theyAdd).isEmpty()))
        return {};
    return Value(without(theirs, weTake) + without(weAdd, theirs));
}

} // namespace

QStringList fieldPaths(const Value &values, const Shape &shape, bool service)
{
    QStringList paths;
    if (!service) {
        collect(values, {}, {}, shape, paths);
        return paths;
    }
    collect(values.at(u"settings"), u"settings."_s, {}, shape, paths);
    for (const auto &[key, value] : values.map())
        if (key != u"settings"_s)
            paths.append(key);
    return paths;
}

std::optional<Value> mergeValues(const Value &base, const Value &ours, const Value &theirs)
{
    if (ours == theirs || ours == base)
        return theirs;
    if (theirs == base)
        return ours;
    const bool freshOrMap = base.isMap() || base.isNull();
    if (ours.isMap() && theirs.isMap() && freshOrMap)
        return mergeMaps(base.map(), ours.map(), theirs.map());
    if (ours.isList() && theirs.isList() && (base.isList() || base.isNull()))
        return mergeLists(base.list(), ours.list(), theirs.list());
    return {};
}

} // namespace model
