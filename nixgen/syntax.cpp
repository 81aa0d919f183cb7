// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/syntax.h"

#include <algorithm>
#include <array>

namespace nixgen {

using namespace Qt::StringLiterals;

Expr::Expr() : Expr(Node{Null{}, {}, {}, false}) {}

Expr::Expr(Node node) : m_node(std::make_shared<const Node>(std::move(node))) {}

Expr Expr::from(const model::Origin &origin) const
{
    Node copy = *m_node;
    copy.origins.append(origin);
    return Expr(std::move(copy));
}

Expr Expr::from(const QList<model::Origin> &origins) const
{
    Node copy = *m_node;
    copy.origins += origins;
    return Expr(std::move(copy));
}

Expr Expr::noted(const QString &comment) const
{
    Node copy = *m_node;
    copy.comment = comment;
    return Expr(std::move(copy));
}

Expr Expr::spaced() const
{
    Node copy = *m_node;
    copy.spaced = true;
    return Expr(std::move(copy));
}

Expr text(const QString &value)
{
    return Text{{value}, false};
}

Expr block(const QString &value)
{
    return Text{{value}, true};
}

Expr path(const QString &value)
{
    return Path{value};
}

Expr boolean(bool value)
{
    return Boolean{value};
}

Expr integer(qint64 value)
{
    return Integer{value};
}

Expr name(const QString &dotted)
{
    QStringList words = dotted.split(u'.');
    const Expr first = Identifier{words.takeFirst()};
    return words.isEmpty() ? first : Expr(Select{first, words});
}

Expr list(QList<Expr> items)
{
    return List{std::move(items)};
}

Expr attrs(Bindings bindings)
{
    return Attrs{std::move(bindings)};
}

Expr call(const Expr &function, QList<Expr> arguments)
{
    return Apply{function, std::move(arguments)};
}

Expr throwing(const QString &message)
{
    return call(name(u"throw"_s), {text(u"switchyard: "_s + message)});
}

Expr fromValue(const model::Value &value)
{
    if (value.isBool())
        return boolean(value.toBool());
    if (value.isInt())
        return integer(value.toInt());
    if (value.isReal())
        return Real{value.text().toDouble()};
    if (value.isText())
        return text(value.text());
    if (value.isList()) {
        List made;
        for (const model::Value &item : value.list())
            made.items.append(fromValue(item));
        return made;
    }
    if (value.isMap()) {
        Attrs made;
        for (const auto &[key, item] : value.map())
            made.bindings.append({{key}, fromValue(item)});
        return made;
    }
    return {};
}

bool isIdentifier(QStringView word)
{
    // The reserved words of Nix' lexer; `or` is one only in some places. To check another:
    // nix-instantiate --eval -E '{ x = 1; }'.
    static constexpr std::array<QStringView, 10> reserved{u"if",  u"then", u"else", u"assert",  u"with",
                                                          u"let", u"in",   u"rec",  u"inherit", u"or"};
    const auto isLetter = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
    };
    const auto isInner = [&](QChar c) {
        return isLetter(c) || (c >= u'0' && c <= u'9') || c == u'\'' || c == u'-';
    };
    return !word.isEmpty() && isLetter(word.front())
           && std::all_of(word.begin(), word.end(), isInner) && std::ranges::find(reserved, word) == reserved.end();
}

} // namespace nixgen
