// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/width.h"

#include "nixgen/quote.h"

#include <algorithm>
#include <limits>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

bool isNegative(const Expr &expr)
{
    const auto *integer = as<Integer>(expr);
    const auto *real = as<Real>(expr);
    return (integer && integer->value < 0) || (real && real->value < 0);
}

int width(const QList<Expr> &elements)
{
    int sum = 0;
    for (const Expr &element : elements)
        sum = element.node().comment.isEmpty()
                  ? qMin(Never, sum + 1 + width(element) + (isLoose(element) ? 2 : 0))
                  : Never;
    return sum;
}

int width(const Binding &binding)
{
    if (isFullSet(binding.value) || !binding.value.node().comment.isEmpty())
        return Never;
    return int(dotted(binding.path).size()) + 4 + width(binding.value);
}

struct Width
{
    int operator()(const Null &) const { return 4; }
    int operator()(const Boolean &boolean) const { return boolean.value ? 4 : 5; }
    int operator()(const Integer &integer) const { return int(integerText(integer.value).size()); }
    int operator()(const Real &real) const { return int(realText(real.value).size()); }
    int operator()(const Path &path) const { return int(pathLiteral(path.text).size()); }
    int operator()(const Identifier &identifier) const { return int(identifier.name.size()); }
    int operator()(const Select &select) const
    {
        return width(select.from) + 1 + int(dotted(select.path).size());
    }
    int operator()(const List &list) const
    {
        return list.items.size() > 1 ? Never : 3 + width(list.items);
    }
    int operator()(const Apply &apply) const
    {
        if (isFullSet(apply.arguments.last())) // what is configured reads one a line
            return Never;
        return width(apply.function) + width(apply.arguments);
    }
    int operator()(const Let &) const { return Never; }
    int operator()(const Text &text) const
    {
        if (isBlock(text))
            return Never;
        int sum = 2;
        for (const auto &part : text.parts) {
            const auto *plain = std::get_if<QString>(&part);
            sum += plain ? int(escaped(*plain, Quotes::Double).size())
                         : 3 + width(std::get<Expr>(part));
        }
        return sum;
    }
    int operator()(const Attrs &attrs) const
    {
        if (attrs.bindings.isEmpty())
            return 3;
        return attrs.bindings.size() > 1 ? Never : 4 + width(attrs.bindings.first());
    }
    int operator()(const Function &function) const
    {
        return function.argument.isEmpty()
                   ? Never
                   : int(function.argument.size()) + 2 + width(function.body);
    }
};

} // namespace

bool isLoose(const Expr &expr)
{
    return as<Apply>(expr) || as<Function>(expr) || as<Let>(expr) || isNegative(expr);
}

bool isBlock(const Text &text)
{
    if (!text.block)
        return false;
    QString sample; // an interpolation counts as some letter
    for (const auto &part : text.parts) {
        const auto *plain = std::get_if<QString>(&part);
        sample += plain ? *plain : u"x"_s;
    }
    return fitsBlock(sample);
}

bool isAbsorbable(const Expr &expr)
{
    const auto *set = as<Attrs>(expr);
    const auto *items = as<List>(expr);
    const auto *string = as<Text>(expr);
    return (set && !set->bindings.isEmpty()) || (items && !items->items.isEmpty())
           || (string && isBlock(*string));
}

bool isSimpleCall(const Expr &expr)
{
    const auto isSimple = [](const Expr &part) {
        const auto *select = as<Select>(part);
        const auto *string = as<Text>(part);
        return as<Identifier>(part) || as<Path>(part) || as<Integer>(part)
               || (string && !isBlock(*string)) || (select && as<Identifier>(select->from));
    };
    const auto *apply = as<Apply>(expr);
    return apply && isSimple(apply->function) && apply->arguments.size() <= 2
           && std::all_of(apply->arguments.begin(), apply->arguments.end(), isSimple);
}

bool isFullSet(const Expr &expr)
{
    const auto *set = as<Attrs>(expr);
    return set && !set->bindings.isEmpty();
}

QString dotted(const QStringList &path)
{
    QString names;
    for (const QString &name : path)
        names += names.isEmpty() ? attributeName(name) : u'.' + attributeName(name);
    return names;
}

QString integerText(qint64 value)
{
    if (value == std::numeric_limits<qint64>::min()) // -9223372036854775808 is a negation of what
                                                     // is too large
        return u"-9223372036854775807 - 1"_s;
    return QString::number(value);
}

QString realText(double value)
{
    QString out = QString::number(value, 'g', 17);
    if (!out.contains(u'.')) // Nix knows 1.0e+20, not 1e+20
        out.insert(out.contains(u'e') ? out.indexOf(u'e') : out.size(), u".0"_s);
    return out;
}

int width(const Expr &expr)
{
    return qMin(Never, std::visit(Width(), expr.node().shape));
}

int width(const List &list)
{
    return Width()(list);
}

int width(const Attrs &attrs)
{
    return Width()(attrs);
}

int width(const Apply &apply)
{
    return Width()(apply);
}

} // namespace nixgen
