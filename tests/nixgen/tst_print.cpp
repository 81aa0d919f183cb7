// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/print.h"
#include "nixgen/quote.h"
#include "tests/nixgen/nix.h"
#include "tests/nixgen/texts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace nixgen;

namespace {

model::Origin origin(const QString &item, const QString &field = {})
{
    return {model::ItemId(item), field};
}

} // namespace

class PrintTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void layout_data();
    void layout();
    void names_data();
    void names();
    void originsCoverTheirText();
    void commentsStayComments();
    void refusesWhatNixCannotHold();
    void stringsArriveUnchanged();
};

void PrintTest::layout_data()
{
    QTest::addColumn<Expr>("expr");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *title, const Expr &expr, const std::string &expected) {
        QTest::newRow(title) << expr << QByteArray::fromStdString(expected + '\n');
    };
    const Expr x = name(u"x"_s);
    const Expr two = list({integer(1), integer(2)});
    const Expr set = attrs({{{u"a"_s}, integer(1)}, {{u"b"_s}, integer(2)}});
    const std::string longText(95, 'l');
    const QString letters(95, u'l');

    row("null", Expr(), "null");
    row("booleans", list({boolean(true), boolean(false)}), "[\n  true\n  false\n]");
    row("integer", integer(-5), "-5");
    row("negative in a list", list({integer(-5)}), "[ (-5) ]");
    row("smallest integer", integer(std::numeric_limits<qint64>::min()),
        "-9223372036854775807 - 1");
    row("real", Real{1.5}, "1.5");
    row("whole real", Real{3}, "3.0");
    row("large real", Real{1e30}, "1.0e+30");
    row("small real", Real{-1.25e-7}, "-1.2499999999999999e-07");
    row("text", text(u"a\"b\\c\nd\re\tf${g}$h"_s), R"("a\"b\\c\nd\re\tf\${g}$h")");
    row("two dollars", text(u"$${x}"_s), R"("$\${x}")");
    row("interpolation", Text{{u"v"_s, x, u"${"_s}}, R"("v${x}\${")");
    row("dollar before interpolation", Text{{u"$"_s, x}}, R"("\$${x}")");
    row("block", block(u"one\n\n  two ${x}\nit''s\n"_s),
        "''\n  one\n\n    two ''${x}\n  it'''s\n''");
    row("block nested", attrs({{{u"a"_s}, block(u"one\ntwo\n"_s)}}),
        "{\n  a = ''\n    one\n    two\n  '';\n}");
    row("block without last newline", block(u"one\ntwo"_s), R"("one\ntwo")");
    row("block that is all indented", block(u"  one\n"_s), R"("  one\n")");
    row("path", path(u"./hosts/mini.nix"_s), "./hosts/mini.nix");
    row("path with blanks", path(u"../my module${x}.nix"_s), R"((./. + "/../my module\${x}.nix"))");
    row("absolute path with blanks", path(u"/etc/a b"_s), R"((/. + "/etc/a b"))");
    row("select", name(u"nixpkgs.lib.nixosSystem"_s), "nixpkgs.lib.nixosSystem");
    row("select from a call", Select{call(x, {x}), {u"if"_s}}, R"((x x)."if")");
    row("empty list", list({}), "[ ]");
    row("list of one", list({text(u"a"_s)}), "[ \"a\" ]");
    row("list of two", two, "[\n  1\n  2\n]");
    row("long list of one", list({text(letters + u"lll"_s)}), ("[\n  \"" + longText + "lll\"\n]"));
    row("call in a list", list({call(x, {x})}), "[ (x x) ]");
    row("empty set", attrs({}), "{ }");
    row("set of one in a list", list({attrs({{{u"a"_s}, x}})}), "[ { a = x; } ]");
    row("set of two", set, "{\n  a = 1;\n  b = 2;\n}");
    row("set behind equals", attrs({{{u"a"_s}, attrs({{{u"b"_s}, integer(1)}})}}),
        "{\n  a = {\n    b = 1;\n  };\n}");
    row("dotted path", attrs({{{u"a"_s, u"b c"_s, u""_s, u"or"_s}, integer(1)}}),
        R"({ a."b c".""."or" = 1; })");
    row("list behind equals", attrs({{{u"a"_s}, two}}), "{\n  a = [\n    1\n    2\n  ];\n}");
    row("long text stays", attrs({{{u"a"_s}, text(letters + letters)}}),
        ("{\n  a = \"" + longText + longText + "\";\n}"));
    row("call", call(x, {text(u"a"_s), two}), "x \"a\" [\n  1\n  2\n]");
    row("call behind equals", attrs({{{u"a"_s}, call(x, {set})}, {{u"b"_s}, x}}),
        "{\n  a = x {\n    a = 1;\n    b = 2;\n  };\n  b = x;\n}");
    const Expr plain = call(x, {text(letters)});
    row("long simple call", attrs({{{u"a"_s}, plain}}), "{\n  a = x \"" + longText + "\";\n}");
    row("long call behind equals", attrs({{{u"a"_s}, call(x, {list({}), plain, x})}}),
        "{\n  a =\n    x\n      [ ]\n      (x \"" + longText + "\")\n      x;\n}");
    row("throw", attrs({{{u"a"_s}, throwing(u"no"_s)}}), R"({ a = throw "switchyard: no"; })");
    row("function", Function{{u"config"_s, u"lib"_s}, true, {}, set},
        "{ config, lib, ... }:\n{\n  a = 1;\n  b = 2;\n}");
    row("function of much", Function{{u"a"_s, u"b"_s, u"c"_s}, true, {}, x},
        "{\n  a,\n  b,\n  c,\n  ...\n}:\nx");
    row("function of one name", Function{{}, false, u"y"_s, x}, "y: x");
    row("function behind equals", attrs({{{u"f"_s}, Function{{u"a"_s}, true, {}, set}}}),
        "{\n  f =\n    { a, ... }:\n    {\n      a = 1;\n      b = 2;\n    };\n}");
    row("function as argument", call(x, {Function{{u"a"_s}, false, {}, set}}),
        "x (\n  { a }:\n  {\n    a = 1;\n    b = 2;\n  }\n)");
    row("function called", call(Function{{}, false, u"y"_s, x}, {x}), "(y: x) x");
    row("let", Let{{{{u"v"_s}, text(u"1"_s)}}, set},
        "let\n  v = \"1\";\nin\n{\n  a = 1;\n  b = 2;\n}");
    row("comments and empty lines",
        attrs({{{u"a"_s}, integer(1)},
               {{u"b"_s}, list({x, Expr(x).noted(u"why"_s)}).noted(u"one\ntwo"_s).spaced()}})
            .noted(u"top"_s),
        "# top\n{\n  a = 1;\n\n  # one\n  # two\n  b = [\n    x\n    # why\n    x\n  ];\n}");
}

void PrintTest::layout()
{
    QFETCH(Expr, expr);
    QFETCH(QByteArray, expected);
    const auto file = print(expr);
    QVERIFY2(file, "refused");
    QCOMPARE(file->text, expected);
    if (tests::hasNix()) {
        const tests::NixReply reply = tests::nixInstantiate(
            {u"--parse"_s, u"-E"_s, u"with { }; "_s + QString::fromUtf8(file->text)});
        QVERIFY2(reply.exitCode == 0, reply.errors.constData());
    }
}

void PrintTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    for (const QString &plain : {u"a"_s, u"_"_s, u"a-b"_s, u"a'"_s, u"Or"_s, u"true"_s, u"a9"_s})
        QTest::newRow(qPrintable(plain)) << plain << plain;
    for (const QString &odd :
         {u""_s, u"9a"_s, u"a.b"_s, u"-a"_s, u"ä"_s, u"a b"_s, u"if"_s, u"then"_s, u"else"_s,
          u"assert"_s, u"with"_s, u"let"_s, u"in"_s, u"rec"_s, u"inherit"_s, u"or"_s, u"a\n"_s})
        QTest::newRow(qPrintable(u"quoted "_s + odd)) << odd << quoted(odd);
}

void PrintTest::names()
{
    QFETCH(QString, name);
    QFETCH(QString, expected);
    QCOMPARE(attributeName(name), expected);
}

void PrintTest::originsCoverTheirText()
{
    const Expr games =
        list({attrs({{{u"name"_s}, text(u"g01"_s).from(origin(u"game/g01"_s, u"name"_s))},
                     {{u"udpPort"_s}, integer(34197).from(origin(u"game/g01"_s, u"udp-port"_s))}})
                  .from(origin(u"game/g01"_s)),
              text(u"ü"_s).from(origin(u"host/a"_s)).from(origin(u"a/redis"_s))});
    const auto file =
        print(attrs({{{u"games"_s}, games.from(origin(u"fleet"_s)).noted(u"Comment"_s)}}));
    QVERIFY(file);
    QStringList seen;
    for (const model::OriginSpan &span : file->origins) {
        const QString where = span.origin.item.text() + u':' + span.origin.field;
        seen.append(
            where + u'|'
            + QString::fromUtf8(file->text.mid(span.begin, span.end - span.begin)).simplified());
    }
    const QString game = u"{ name = \"g01\"; udpPort = 34197; }"_s;
    QCOMPARE(seen, (QStringList{u"fleet:|games = [ "_s + game + u" \"ü\" ];"_s,
                                u"game/g01:|"_s + game, u"game/g01:name|name = \"g01\";"_s,
                                u"game/g01:udp-port|udpPort = 34197;"_s, u"host/a:|\"ü\""_s,
                                u"a/redis:|\"ü\""_s}));
}

void PrintTest::commentsStayComments()
{
    const auto file = print(integer(1).noted(u"a\r\nb\rthrow \"x\"\n\nc\0d  "_s));
    QVERIFY(file);
    QCOMPARE(file->text, QByteArray("# a\n# b\n# throw \"x\"\n#\n# c d\n1\n"));
}

void PrintTest::refusesWhatNixCannotHold()
{
    const auto file =
        print(attrs({{{u"a"_s}, text(u"x\0y"_s).from(origin(u"game/g01"_s, u"name"_s))}}));
    QVERIFY(!file);
    QCOMPARE(file.error().code, u"not-nix"_s);
    QVERIFY2(file.error().message.startsWith(u"game/g01.name"_s), qPrintable(file.error().message));
    QVERIFY(!print(attrs({{{u"a\0b"_s}, Expr()}})));
    QVERIFY(!print(Real{std::numeric_limits<double>::infinity()}));
    QVERIFY(!print(Real{std::numeric_limits<double>::quiet_NaN()}));
}

void PrintTest::stringsArriveUnchanged()
{
    NEED_NIX();
    QRandomGenerator random(20261121);
    QStringList texts;
    List elements;
    for (int i = 0; i < 10000; ++i) {
        texts.append(tests::anyText(random));
        const QString &last = texts.last();
        if (i % 4 == 0) { // as an attribute name
            elements.items.append(
                call(name(u"builtins.attrNames"_s), {attrs({{{last}, integer(1)}})}));
        } else if (i % 4 == 1) { // between ''
            texts.last() += u'\n';
            elements.items.append(block(texts.last()));
        } else if (i % 4 == 2) { // on both sides of an interpolation
            elements.items.append(Text{{last, text(last), last}, true});
            texts.last() = last + last + last;
        } else {
            elements.items.append(text(last));
        }
    }
    const auto file = print(elements);
    QVERIFY(file);
    QTemporaryDir dir;
    QFile out(dir.filePath(u"strings.nix"_s));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(file->text);
    out.close();

    const tests::NixReply reply =
        tests::nixInstantiate({u"--eval"_s, u"--strict"_s, u"--json"_s, out.fileName()});
    QVERIFY2(reply.exitCode == 0, reply.errors.constData());
    const QJsonArray back = QJsonDocument::fromJson(reply.output).array();
    QCOMPARE(back.size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const QJsonValue value = back[i].isArray() ? back[i].toArray().first() : back[i];
        QCOMPARE(value.toString(), texts[i]);
    }
}

QTEST_GUILESS_MAIN(PrintTest)
#include "tst_print.moc"
