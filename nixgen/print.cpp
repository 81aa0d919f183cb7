// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/print.h"

#include "nixgen/quote.h"
#include "nixgen/width.h"
#include "nixgen/words.h"

#include <cmath>

namespace nixgen {

using namespace Qt::StringLiterals;

namespace {

constexpr int LineLength = 100; // without the indentation in front
constexpr int Step = 2;

class Printer
{
public:
    model::Result<model::GeneratedFile> file(const Expr &expr)
    {
        leading(expr, 0, true);
        print(expr, 0);
        newline(0);
        flush();
        return result();
    }
    model::Result<model::GeneratedFile> fragment(const Expr &expr, int indent)
    {
        element(expr, indent);
        return result();
    }
    model::Result<model::GeneratedFile> fragment(const Binding &definition, int indent)
    {
        binding(definition, indent);
        return result();
    }

    void operator()(const Null &) { write(u"null"); }
    void operator()(const Boolean &boolean) { write(boolean.value ? u"true" : u"false"); }
    void operator()(const Integer &integer) { write(integerText(integer.value)); }
    void operator()(const Real &real);
    void operator()(const Text &text);
    void operator()(const Path &path) { write(pathLiteral(path.text)); }
    void operator()(const Identifier &identifier) { write(identifier.name); }
    void operator()(const Select &select);
    void operator()(const List &list);
    void operator()(const Attrs &attrs);
    void operator()(const Apply &apply);
    void operator()(const Function &function);
    void operator()(const Let &let);

private:
    model::Result<model::GeneratedFile> result()
    {
        if (!m_error.isEmpty())
            return model::fail(u"not-nix"_s, m_error, Words::tr("take it out of the fleet file"));
        return std::move(m_file);
    }
    void print(const Expr &expr, int indent);
    void shape(const Expr &expr, int indent);
    void element(const Expr &expr, int indent);
    void binding(const Binding &binding, int indent);
    void value(const Expr &expr, int indent);
    void leading(const Expr &expr, int indent, bool first);
    void items(const QList<Expr> &items, int indent);
    void bindings(const Bindings &bindings, int indent);
    void fullSet(const Attrs &attrs, int indent);

    void open(const Expr &expr);
    void close(const Expr &expr);
    QString where() const;
    bool fits(int more) const { return m_column + more + 1 <= LineLength; }

    void write(QStringView text);
    void newline(int indent);
    void flush();

    model::GeneratedFile m_file;
    QString m_error;
    QList<qsizetype> m_open; // spans being written, outermost first
    int m_indent = 0;        // of the expression being printed
    int m_column = 0;        // without the indentation
    int m_newlines = 0;      // not written yet, so that empty lines stay empty
    int m_nextIndent = 0;
};

void Printer::write(QStringView text)
{
    if (text.isEmpty())
        return;
    flush();
    if (text.contains(QChar::Null) && m_error.isEmpty())
        m_error = where() + Words::tr(" holds a NUL character, which Nix cannot hold");
    appendUtf8(m_file.text, text);
    m_column += int(text.size());
}

QString Printer::where() const
{
    if (m_open.isEmpty())
        return u"a value"_s;
    const model::Origin &origin = m_file.origins[m_open.last()].origin;
    return origin.field.isEmpty() ? origin.item.text() : origin.item.text() + u'.' + origin.field;
}

void Printer::newline(int indent)
{
    ++m_newlines;
    m_nextIndent = indent;
}

void Printer::flush()
{
    if (m_newlines == 0)
        return;
    m_file.text.append(m_newlines, '\n').append(m_nextIndent, ' ');
    m_newlines = 0;
    m_column = 0;
}

void Printer::open(const Expr &expr)
{
    if (expr.node().origins.isEmpty())
        return;
    flush();
    for (const model::Origin &origin : expr.node().origins) {
        m_open.append(m_file.origins.size());
        m_file.origins.append({m_file.text.size(), 0, origin});
    }
}

void Printer::close(const Expr &expr)
{
    for (qsizetype i = expr.node().origins.size(); i > 0; --i)
        m_file.origins[m_open.takeLast()].end = m_file.text.size();
}

void Printer::print(const Expr &expr, int indent)
{
    open(expr);
    shape(expr, indent);
    close(expr);
}

void Printer::shape(const Expr &expr, int indent)
{
    const int outer = std::exchange(m_indent, indent);
    std::visit(*this, expr.node().shape);
    m_indent = outer;
}

/// An element of a list, an argument or what something is selected from.
void Printer::element(const Expr &expr, int indent)
{
    if (!isLoose(expr))
        return print(expr, indent);
    const auto *function = as<Function>(expr);
    const bool own =
        as<Let>(expr) || (function && function->argument.isEmpty()); // begins on a line of its own
    write(u"(");
    if (own)
        newline(indent + Step);
    print(expr, own ? indent + Step : indent);
    if (own)
        newline(indent);
    write(u")");
}

/// Empty line and comment above an expression.
void Printer::leading(const Expr &expr, int indent, bool first)
{
    if (expr.node().spaced && !first)
        ++m_newlines;
    if (expr.node().comment.isEmpty())
        return;
    for (const QString &line : commentLines(expr.node().comment)) {
        write(line);
        newline(indent);
    }
}

void Printer::operator()(const Real &real)
{
    if (!std::isfinite(real.value) && m_error.isEmpty())
        m_error = where() + Words::tr(" is infinite or no number, which Nix cannot hold");
    write(realText(real.value));
}

void Printer::operator()(const Text &text)
{
    const bool isLines = isBlock(text);
    const int indent = m_indent;
    write(isLines ? u"''" : u"\"");
    if (isLines)
        newline(indent + Step);
    for (qsizetype i = 0; i < text.parts.size(); ++i) {
        if (const auto *inner = std::get_if<Expr>(&text.parts[i])) {
            write(u"${");
            print(*inner, indent);
            write(u"}");
            continue;
        }
        const bool beforeInterpolation =
            i + 1 < text.parts.size() && std::holds_alternative<Expr>(text.parts[i + 1]);
        const QString plain =
            escaped(std::get<QString>(text.parts[i]), isLines ? Quotes::Block : Quotes::Double,
                    beforeInterpolation);
        bool isFirst = true;
        for (const QStringView line : qTokenize(plain, u'\n')) {
            if (!std::exchange(isFirst, false))
                newline(indent + Step);
            write(line);
        }
    }
    if (isLines)
        m_nextIndent = indent;
    write(isLines ? u"''" : u"\"");
}

void Printer::operator()(const Select &select)
{
    element(select.from, m_indent);
    write(u".");
    write(dotted(select.path));
}

void Printer::items(const QList<Expr> &items, int indent)
{
    for (qsizetype i = 0; i < items.size(); ++i) {
        newline(indent);
        leading(items[i], indent, i == 0);
        element(items[i], indent);
    }
}

void Printer::operator()(const List &list)
{
    const int indent = m_indent;
    if (list.items.isEmpty())
        return write(u"[ ]");
    write(u"[");
    if (fits(width(list))) {
        write(u" ");
        element(list.items.first(), indent);
        return write(u" ]");
    }
    items(list.items, indent + Step);
    newline(indent);
    write(u"]");
}

void Printer::bindings(const Bindings &bindings, int indent)
{
    for (qsizetype i = 0; i < bindings.size(); ++i) {
        newline(indent);
        leading(bindings[i].value, indent, i == 0);
        binding(bindings[i], indent);
    }
}

void Printer::operator()(const Attrs &attrs)
{
    const int indent = m_indent;
    if (attrs.bindings.isEmpty())
        return write(u"{ }");
    if (!fits(width(attrs)))
        return fullSet(attrs, indent);
    write(u"{ ");
    binding(attrs.bindings.first(), indent);
    write(u" }");
}

void Printer::fullSet(const Attrs &attrs, int indent)
{
    write(u"{");
    bindings(attrs.bindings, indent + Step);
    newline(indent);
    write(u"}");
}

void Printer::binding(const Binding &binding, int indent)
{
    open(binding.value);
    write(dotted(binding.path));
    write(u" =");
    value(binding.value, indent);
    write(u";");
    close(binding.value);
}

/// What stands behind `=`: on the same line where it may begin there, else below it.
void Printer::value(const Expr &expr, int indent)
{
    const auto *apply = as<Apply>(expr);
    const auto *function = as<Function>(expr);
    const bool stays =
        isAbsorbable(expr) || as<Text>(expr) || as<Path>(expr) || isSimpleCall(expr)
        || fits(1 + width(expr))
        || (function && !function->argument.isEmpty() && isAbsorbable(function->body))
        || (apply && !apply->arguments.isEmpty() && isAbsorbable(apply->arguments.last()));
    if (stays)
        write(u" ");
    else
        newline(indent + Step);
    if (isFullSet(expr)) // behind `=` a set is never on one line
        return fullSet(*as<Attrs>(expr), indent);
    shape(expr, stays ? indent : indent + Step);
}

void Printer::operator()(const Apply &apply)
{
    const int indent = m_indent;
    const Expr &last = apply.arguments.last();
    const bool below =
        !fits(width(apply)) && !isAbsorbable(last) && !isLoose(last) && !isSimpleCall(Apply(apply));
    if (as<Function>(apply.function) || as<Let>(apply.function)) {
        write(u"(");
        print(apply.function, indent);
        write(u")");
    } else {
        print(apply.function, indent);
    }
    for (const Expr &argument : apply.arguments) {
        if (below)
            newline(indent + Step);
        else
            write(u" ");
        if (!below && &argument == &last && isFullSet(last)) {
            open(last);
            fullSet(*as<Attrs>(last), indent);
            close(last);
        } else {
            element(argument, below ? indent + Step : indent);
        }
    }
}

void Printer::operator()(const Function &function)
{
    const int indent = m_indent;
    if (!function.argument.isEmpty()) {
        write(function.argument);
        write(u": ");
        return print(function.body, indent);
    }
    QStringList formals = function.formals;
    if (function.open)
        formals.append(u"..."_s);
    if (function.formals.size() <= 2) {
        write(formals.isEmpty() ? u"{ }:"_s : u"{ "_s + formals.join(u", "_s) + u" }:"_s);
    } else {
        write(u"{");
        for (const QString &formal : formals) {
            newline(indent + Step);
            write(formal);
            write(formal == "..."_L1 ? u"" : u",");
        }
        newline(indent);
        write(u"}:");
    }
    newline(indent);
    print(function.body, indent);
}

void Printer::operator()(const Let &let)
{
    const int indent = m_indent;
    write(u"let");
    bindings(let.bindings, indent + Step);
    newline(indent);
    write(u"in");
    newline(indent);
    print(let.body, indent);
}

} // namespace

model::Result<model::GeneratedFile> print(const Expr &expr)
{
    return Printer().file(expr);
}

model::Result<model::GeneratedFile> printElement(const Expr &expr, int indent)
{
    return Printer().fragment(expr, indent);
}

model::Result<model::GeneratedFile> printBinding(const Binding &binding, int indent)
{
    return Printer().fragment(binding, indent);
}

} // namespace nixgen
