// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Nix expressions as values, so that files are printed from a tree and never pasted together from
// text. A node knows the item and field of the fleet that it comes from.

#include "model/filetree.h"

#include <QStringList>

#include <memory>
#include <type_traits>
#include <variant>

namespace nixgen {

struct Node;
struct Null;
struct Boolean;
struct Integer;
struct Real;
struct Text;
struct Path;
struct Identifier;
struct Select;
struct List;
struct Attrs;
struct Apply;
struct Function;
struct Let;
using Shape = std::variant<Null, Boolean, Integer, Real, Text, Path, Identifier, Select, List,
                           Attrs, Apply, Function, Let>;

template <typename T, typename Variant>
inline constexpr bool isOneOf = false;
template <typename T, typename... Ts>
inline constexpr bool isOneOf<T, std::variant<Ts...>> = (std::is_same_v<T, Ts> || ...);

/// One expression: cheap to copy, never changed after it was made.
class Expr
{
public:
    Expr(); ///< null
    template <typename T>
    requires isOneOf<T, Shape> Expr(T shape);

    const Node &node() const { return *m_node; }

    Expr from(const model::Origin &origin)
        const; ///< a copy that says where it comes from, inside of what it said before
    Expr from(const QList<model::Origin> &origins) const; ///< from each of them, as one after the other
    Expr noted(
        const QString &comment) const; ///< a copy with a comment on lines of its own above it
    Expr spaced() const;               ///< a copy with an empty line before it

private:
    explicit Expr(Node node);
    std::shared_ptr<const Node> m_node;
};

/// One definition of a set: the path `a.b.c` as names still unquoted. What the value's node says
/// about origin, comment and empty line holds for the whole definition.
struct Binding
{
    QStringList path;
    Expr value;
};
using Bindings = QList<Binding>;

struct Null
{};
struct Boolean
{
    bool value = false;
};
struct Integer
{
    qint64 value = 0;
};
struct Real
{
    double value = 0;
};
/// Text, possibly with `${…}` in between. `block`: between '' on lines of their own, where the text
/// allows it.
struct Text
{
    QList<std::variant<QString, Expr>> parts;
    bool block = false;
};
struct Path
{
    QString text;
}; ///< "./hosts/mini.nix", "../modules/base.nix"
struct Identifier
{
    QString name;
};
struct Select
{
    Expr from;
    QStringList path;
}; ///< from.a.b
struct List
{
    QList<Expr> items;
};
struct Attrs
{
    Bindings bindings;
};
struct Apply
{
    Expr function;
    QList<Expr> arguments;
};
/// `{ a, b, ... }: body`; with an argument name and no pattern `name: body`.
struct Function
{
    QStringList formals;
    bool open = false;
    QString argument;
    Expr body;
};
struct Let
{
    Bindings bindings;
    Expr body;
};

struct Node
{
    Shape shape;
    QList<model::Origin> origins; ///< outermost first
    QString comment;
    bool spaced = false;
};

template <typename T>
requires isOneOf<T, Shape> Expr::Expr(T shape) : Expr(Node{std::move(shape), {}, {}, false}) {}

Expr text(const QString &value);
Expr block(const QString &value);
Expr path(const QString &value);
Expr boolean(bool value);
Expr integer(qint64 value);
/// A variable and what is selected from it: "lib.mkForce".
Expr name(const QString &dotted);
Expr list(QList<Expr> items);
Expr attrs(Bindings bindings);
Expr call(const Expr &function, QList<Expr> arguments);
Expr throwing(
    const QString &message); ///< `throw "switchyard: …"`, for what the design does not know yet
/// A value of the fleet file as Nix: maps become sets, null stays null.
Expr fromValue(const model::Value &value);

/// Whether the word can stand in Nix without quotes, as a variable or an attribute name.
bool isIdentifier(QStringView word);

} // namespace nixgen
