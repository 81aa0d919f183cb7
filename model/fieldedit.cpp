// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fieldedit.h"

#include "model/scalar.h"
#include "model/words.h"

using namespace Qt::StringLiterals;

namespace model {

namespace {

Value nested(const QStringList &path, Value value)
{
    for (qsizetype i = path.size() - 1; i >= 0; --i)
        value = ValueMap{{path[i], value}};
    return value;
}

tl::unexpected<Error> cannotEdit(const QString &path)
{
    return fail(u"cannot-edit"_s,
                Words::tr("\"%1\" is written in a way that cannot be edited here").arg(path),
                Words::tr("change it in the file"));
}

bool readsText(const Field *field)
{
    const FieldType type = !field ? FieldType::Any
                           : field->type == FieldType::List || field->type == FieldType::Map
                               ? field->of
                               : field->type;
    return type != FieldType::Bool && type != FieldType::Int && type != FieldType::Port
           && type != FieldType::Any && type != FieldType::List && type != FieldType::Map;
}

const Field *fieldOrParent(const Shape &shape, QString path)
{
    while (!path.isEmpty()) {
        if (const Field *field = shape.field(path))
            return field;
        path = path.left(qMax<qsizetype>(0, path.lastIndexOf(u'.')));
    }
    return nullptr;
}

} // namespace

std::optional<KeyPlace> findPath(const YamlNode &top, const QStringList &path)
{
    KeyPlace place{&top, -1, path};
    for (const QString &key : path) {
        if (place.index >= 0)
            place.map = &place.value();
        place.index = place.map->indexOf(key);
        if (place.index < 0)
            return {};
    }
    return place.index < 0 ? std::nullopt : std::optional(place);
}

std::optional<KeyPlace> findField(const YamlNode &top, const Shape &shape, const QString &field)
{
    if (const auto place = findPath(top, field.split(u'.')))
        return place;
    const Field *known = shape.field(field);
    if (!known)
        return {};
    for (const QString &alias : known->aliases)
        if (const auto place = findPath(top, alias.split(u'.')))
            return place;
    if (!known->shortForm.isEmpty())
        if (const auto place = findPath(top, known->shortForm.split(u'.'));
            place && place->value().isScalar())
            return place;
    return {};
}

FieldEditor::FieldEditor(YamlText &yaml, const Shape &shape, QStringList top, QStringList order,
                         bool entryInList)
    : m_yaml(yaml)
    , m_shape(shape)
    , m_top(std::move(top))
    , m_order(std::move(order))
    , m_inList(entryInList)
{}

Result<void> FieldEditor::set(const QString &field, const Value &value)
{
    std::optional<KeyPlace> place;
    if (m_top.isEmpty())
        place = findField(root(), m_shape, field);
    else if (const auto top = findPath(root(), m_top); top && top->value().isMap())
        place = findField(top->value(), m_shape, field);
    if (value.isNull())
        return place ? remove(m_top + place->path) : Result<void>();
    const bool typed = readsText(fieldOrParent(m_shape, field));
    return write(m_top + (place ? place->path : freshPath(field)), value, typed);
}

Result<void> FieldEditor::setKey(const QString &key, const Value &value)
{
    return value.isNull() ? remove({key}) : write({key}, value, true);
}

Result<void> FieldEditor::apply(const Splice &splice)
{
    auto next = YamlText::read(splice.appliedTo(m_yaml.text));
    if (!next)
        return tl::make_unexpected(next.error());
    const bool fits = m_inList ? next->root.isList() && next->root.children.size() == 1
                                     && next->root.children[0].isMap()
                               : next->root.isMap();
    if (!fits)
        return cannotEdit({});
    m_yaml = std::move(*next);
    applied.append(splice);
    return {};
}

Result<void> FieldEditor::remove(QStringList path)
{
    auto place = findPath(root(), path);
    if (!place)
        return {};
    while (path.size() > 1
           && place->map->children.size() == 2) { // an empty map left behind goes, too
        path.removeLast();
        place = findPath(root(), path);
    }
    return apply(removeKey(m_yaml, *place->map, place->index));
}

Result<void> FieldEditor::write(const QStringList &path, const Value &value, bool typed)
{
    const auto place = findPath(root(), path);
    if (!place)
        return insert(path, value);
    const YamlNode &node = place->value();
    if (value.isMap() && node.isMap() && !node.children.empty() && !value.map().isEmpty())
        return writeMap(path, value.map(), typed);
    return apply(replaceValue(m_yaml, *place->map, place->index, value, typed));
}

/// Key by key, so that what stays the same keeps its text.
Result<void> FieldEditor::writeMap(const QStringList &path, const ValueMap &entries, bool typed)
{
    const Value before = plainValue(findPath(root(), path)->value());
    for (const auto &[key, value] : entries) {
        if (const auto old = findPath(root(), path + QStringList(key));
            old && plainValue(old->value()) == value)
            continue;
        if (const auto done = write(path + QStringList(key), value, typed); !done)
            return done;
    }
    for (const auto &[key, value] : before.map()) {
        const bool stays = std::any_of(entries.begin(), entries.end(),
                                       [&key = key](const auto &e) { return e.first == key; });
        if (stays)
            continue;
        if (const auto done = remove(path + QStringList(key)); !done)
            return done;
    }
    return {};
}

Result<void> FieldEditor::insert(const QStringList &path, const Value &value)
{
    const YamlNode *map = &root();
    for (qsizetype i = 0; i < path.size(); ++i) {
        const QStringList rest = path.mid(i + 1);
        const int index = map->indexOf(path[i]);
        if (index < 0)
            return apply(insertKey(m_yaml, *map, indexBefore(*map, path.first(i), path[i]),
                                   scalarToken(path[i]), flowToken(nested(rest, value))));
        const YamlNode &child = map->children[size_t(index) + 1];
        if (child.isNull())
            return apply(replaceValue(m_yaml, *map, index, flowToken(nested(rest, value))));
        if (child.isScalar())
            return expandShortForm({map, index, path.first(i + 1)}, rest, value);
        if (!child.isMap())
            break;
        map = &child;
    }
    return cannotEdit(path.join(u'.'));
}

/// "ssh: 203.0.113.10" becomes "ssh: {address: 203.0.113.10, port: 2222}".
Result<void> FieldEditor::expandShortForm(const KeyPlace &place, const QStringList &rest,
                                          const Value &value)
{
    const QString parent = below(place.path);
    const Field *field = m_shape.shortForm(parent);
    if (!field || !field->name.startsWith(parent + u'.'))
        return cannotEdit(place.path.join(u'.'));
    const YamlNode &old = place.value();
    const QString leaf = field->name.mid(parent.size() + 1);
    const QByteArray was = scalarToken(leaf) + ": " + scalarToken(old.string(), old.style, true);
    const QByteArray now = scalarToken(rest.first()) + ": " + flowToken(nested(rest.mid(1), value));
    return apply(replaceValue(m_yaml, *place.map, place.index, '{' + was + ", " + now + '}'));
}

int FieldEditor::indexBefore(const YamlNode &map, const QStringList &mapPath,
                             const QString &key) const
{
    const QStringList order = mapPath.isEmpty() ? m_order : m_shape.fieldsBelow(below(mapPath));
    const int last = int(map.children.size()) - 2;
    const qsizetype own = order.indexOf(key);
    if (own < 0)
        return last;
    int before = -1;
    for (int i = 0; i <= last; i += 2) {
        const qsizetype rank = order.indexOf(map.children[size_t(i)].string());
        if (rank >= 0 && rank < own)
            before = i;
    }
    return before;
}

QStringList FieldEditor::freshPath(const QString &name) const
{
    const QStringList path = name.split(u'.');
    const Field *field = m_shape.field(name);
    if (!field || !m_top.isEmpty())
        return path;
    if (!field->shortForm.isEmpty() && root().indexOf(field->shortForm) < 0)
        return field->shortForm.split(u'.');
    const QString parent = name.left(qMax<qsizetype>(0, name.lastIndexOf(u'.')));
    for (size_t i = 0; i < root().children.size() && !field->aliases.isEmpty(); i += 2) {
        const Field *sibling = m_shape.alias(root().children[i].string());
        if (sibling && !parent.isEmpty() && sibling->name.startsWith(parent + u'.'))
            return {field->aliases.first()}; // "address: …" is there, so "port: …" goes beside it
    }
    return path;
}

QString FieldEditor::below(const QStringList &path) const
{
    return path.mid(m_top.size()).join(u'.');
}

} // namespace model
