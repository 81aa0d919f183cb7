// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/modulereader.h"
#include "nixgen/override.h"
#include "tests/support.h"

using namespace Qt::StringLiterals;
using nixgen::moveEdits;
using nixgen::Override;

namespace {

const QByteArray host = "# Host a\n{\n  imports = [\n    ./hardware/a.nix\n    ../modules/fleet.nix\n  ];\n\n  networking.hostName = \"a\";\n\n"
                        "  # The disk.\n  boot.loader.grub.device = \"/dev/sda\";\n  claudetorio.ports = [ 1 2 ];\n  services.x = {\n"
                        "    enable = true;\n    port = 80;\n  };\n}\n";

QByteArray edited(const char *from, const char *to)
{
    QByteArray text = host;
    if (!text.contains(from))
        qFatal("the host has no %s", from);
    return text.replace(from, to);
}

Override moved(const QByteArray &text, const QByteArray &existing = {}, const QByteArray &generated = host)
{
    const auto result = moveEdits(u"hosts/a.nix"_s, generated, text, existing);
    if (!result)
        QTest::qFail(qPrintable(result.error().message), __FILE__, __LINE__);
    return result.value_or(Override());
}

} // namespace

// Edits of a generated host file as a module of their own. That the module evaluates to the same, tst_overrides.sh shows.
class OverrideTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsDefinitions()
    {
        const auto module = nixgen::readModule(host);
        QVERIFY(module);
        QList<QByteArray> paths;
        for (const auto &definition : module->definitions)
            paths.append(definition.path);
        QCOMPARE(paths, (QList<QByteArray>{"imports", "networking.hostName", "boot.loader.grub.device", "claudetorio.ports",
                                           "services.x.enable", "services.x.port"}));
        QCOMPARE(host.mid(module->definitions.at(2).begin, 11), "# The disk.");
    }

    void readsWhatPeopleWrite_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("value"); // of `a`; empty: refused
        QTest::newRow("strings") << QByteArray("{ a = \"x;\\\"}${if b then \"}\" else ''y''}\"; }") << QByteArray("\"x;\\\"}${if b then \"}\" else ''y''}\"");
        QTest::newRow("indented") << QByteArray("{ a = ''\n  x ''${y} ''' ${z { q = 1; }} ;\n''; }") << QByteArray("''\n  x ''${y} ''' ${z { q = 1; }} ;\n''");
        QTest::newRow("let") << QByteArray("{ lib, ... }: { a = let b = 1; in b; }") << QByteArray("let b = 1 ; in b");
        QTest::newRow("with") << QByteArray("{ pkgs, ... }: { a = with pkgs; [ x y ]; b = 2; }") << QByteArray("with pkgs ; [ x y ]");
        QTest::newRow("paths") << QByteArray("{ a = [ ./x ../y/z <nixpkgs> /etc/x ./${b}.nix ]; }") << QByteArray("[ ./x ../y/z <nixpkgs> /etc/x ./${b}.nix ]");
        QTest::newRow("comments") << QByteArray("{ /* } */ a = 1; # };\n}") << QByteArray("1");
        QTest::newRow("quoted") << QByteArray("{ \"a\" = 1; \"b.c\".d = 2; }") << QByteArray("1");
        QTest::newRow("function") << QByteArray("{ a = x: { y = x; }; }") << QByteArray("x : { y = x ; }");
        QTest::newRow("no set") << QByteArray("[ 1 ]") << QByteArray();
        QTest::newRow("recursive") << QByteArray("rec { a = 1; }") << QByteArray();
        QTest::newRow("open text") << QByteArray("{ a = \"x; }") << QByteArray();
        QTest::newRow("open comment") << QByteArray("{ a = 1; } /* x") << QByteArray();
        QTest::newRow("open brace") << QByteArray("{ a = 1;") << QByteArray();
        QTest::newRow("half") << QByteArray("{ a = \"${") << QByteArray();
        QTest::newRow("inherits") << QByteArray("{ inherit (x) a; }") << QByteArray();
        QTest::newRow("no end") << QByteArray("{ a = 1 }") << QByteArray();
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }
    void readsWhatPeopleWrite()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, value);
        const auto module = nixgen::readModule(text);
        QCOMPARE(module.has_value(), !value.isEmpty());
        if (module)
            QCOMPARE(nixgen::plain(text, module->find("a")->value), value);
    }

    void addedIsSetAsItIs()
    {
        const Override result = moved(edited("  services.x", "  # Mosh for Anna.\n  networking.firewall.allowedUDPPorts = [ 60001 ];\n  services.x"));
        QCOMPARE(result.text, "# Settings of a that were made by hand. Yours: generating never writes here.\n{\n"
                              "  # Mosh for Anna.\n  networking.firewall.allowedUDPPorts = [ 60001 ];\n}\n");
        QCOMPARE(result.moved, QStringList(u"networking.firewall.allowedUDPPorts"_s));
        QVERIFY(result.isAutomatic());
    }

    void changedIsForced()
    {
        const Override result = moved(edited("/dev/sda", "/dev/nvme0n1"));
        QVERIFY2(result.text.endsWith("{ lib, ... }:\n{\n  boot.loader.grub.device = lib.mkForce \"/dev/nvme0n1\";\n}\n"), result.text);
        QVERIFY(moved(edited("port = 80;", "port = 80 + 1;")).text.contains("  services.x.port = lib.mkForce (80 + 1);"));
        QVERIFY(moved(edited("port = 80;", "port = lib.mkForce 81;")).text.contains("  services.x.port = lib.mkForce 81;"));
    }

    void elementsAreAdded()
    {
        QVERIFY(moved(edited("[ 1 2 ]", "[ 1 2 (2 + 1) ]"))
                    .text.contains("claudetorio.ports = lib.mkAfter [\n    (2 + 1)\n  ];"));
        QVERIFY(moved(edited("[ 1 2 ]", "[ 0 1 2 ]"))
                    .text.contains("claudetorio.ports = lib.mkBefore [\n    0\n  ];"));
        QVERIFY(moved(edited("[ 1 2 ]", "[ 0 1 2 3 ]"))
                    .text.contains("claudetorio.ports = lib.mkMerge [\n    (lib.mkBefore [\n    "
                                   "0\n  ])\n    (lib.mkAfter [\n    3\n  ])\n  ];"));
        // Where its place would be lost, or an element went or changed, the whole list and why.
        for (const char *list : {"[ 1 (2 + 1) 2 ]", "[ 2 ]", "[ 1 3 ]"}) {
            const QByteArray text = moved(edited("[ 1 2 ]", list)).text;
            const QByteArray whole =
                QByteArray("claudetorio.ports = lib.mkForce ").append(list).append(';');
            QVERIFY2(text.contains("  # The whole list: ") && text.contains(whole), text);
        }
        QVERIFY(moved(edited("./hardware/a.nix\n", "./hardware/a.nix\n    ./mine.nix\n    ../more.nix\n")).text
                    .contains("imports = [\n    ../mine.nix\n    ../../more.nix\n  ];")); // one folder further down
    }

    void argumentsAndLetsComeAlong()
    {
        QByteArray text = edited("{\n  imports", "{ pkgs, lib, ... }:\nlet\n  port = 81;\nin\n{\n  imports");
        text.replace("port = 80;", "port = port;\n    package = pkgs.x;\n    text = ''\n      a\n        b\n    '';");
        const QByteArray module = moved(text).text;
        QVERIFY2(module.contains("{ lib, pkgs, ... }:\nlet\n  port = 81;\nin\n{\n"), module);
        QVERIFY2(module.contains("  services.x.text = ''\n    a\n      b\n  '';\n"), module);
    }

    void aValueThatWasTakenOutIsTheDefaultAgain()
    {
        const Override result =
            moved(edited("  # The disk.\n  boot.loader.grub.device = \"/dev/sda\";\n", ""));
        QVERIFY(result.isAutomatic());
        QVERIFY2(result.text.endsWith(
                     "{ lib, options, ... }:\n{\n  # Taken out by hand: as if nobody had set it.\n"
                     "  boot.loader.grub.device = lib.mkForce "
                     "options.boot.loader.grub.device.default;\n}\n"),
                 result.text);
    }

    void namesThatChangedComeAlong()
    {
        const QByteArray fleet =
            "let\n  # One version.\n  v = \"1\";\n  w = 2;\nin\n{\n  a = \"x:${v}\";\n  b = "
            "\"y:${v}\";\n  c = 1;\n  d = w;\n  e.v = 3;\n}\n";
        const auto of = [&](const QByteArray &text, const QByteArray &own = {}) {
            const auto result = moveEdits(u"modules/fleet.nix"_s, fleet, text, own);
            return result && result->isAutomatic()
                       ? result->text.mid(result->text.indexOf('\n') + 1)
                   : result ? "left: " + result->left.join(u'\n').toUtf8()
                            : result.error().message.toUtf8();
        };
        const QByteArray pinned = "{ lib, ... }:\nlet\n  # One version.\n  v = \"2\";\nin\n{\n  a "
                                  "= lib.mkForce \"x:${v}\";\n  b = lib.mkForce \"y:${v}\";\n}\n";
        QCOMPARE(of(QByteArray(fleet).replace("v = \"1\"", "v = \"2\"")), pinned);
        // One more name, and a value that needs it by way of another.
        QByteArray text = fleet;
        text.replace("  w = 2;\n", "  w = 2;\n  n = 5;\n  m = n + 1;\n")
            .replace("c = 1;", "c = m;");
        QCOMPARE(of(text),
                 "{ lib, ... }:\nlet\n  n = 5;\n  m = n + 1;\nin\n{\n  c = lib.mkForce m;\n}\n");
        // A new name that needs an old one stays: a copy of that would not follow the design.
        text = QByteArray(fleet)
                   .replace("  w = 2;\n", "  w = 2;\n  n = w;\n")
                   .replace("c = 1;", "c = n;");
        QCOMPARE(of(text), "left: c: its value uses names that only that file has");
        // Written out instead of named.
        text = QByteArray(fleet)
                   .replace("x:${v}", "x:9")
                   .replace("y:${v}", "y:9")
                   .replace("  # One version.\n  v = \"1\";\n", "");
        QCOMPARE(of(text),
                 "{ lib, ... }:\n{\n  a = lib.mkForce \"x:9\";\n  b = lib.mkForce \"y:9\";\n}\n");
        // Into a module that is there, with a let and without.
        text = QByteArray(fleet).replace("v = \"1\"", "v = \"3\"");
        QCOMPARE(of(text, "# Mine.\n" + pinned), QByteArray(pinned).replace("\"2\"", "\"3\""));
        QVERIFY(of(text, "# Mine.\n{ lib, ... }:\nlet\n  q = 1;\nin\n{\n  z = q;\n}\n")
                    .contains("let\n  q = 1;\n  # One version.\n  v = \"3\";\nin\n{\n  z = q;\n"));
        QVERIFY(of(text, "# Mine.\n{ lib, ... }:\n{\n  z = 1;\n}\n")
                    .startsWith(
                        "{ lib, ... }:\nlet\n  # One version.\n  v = \"3\";\nin\n{\n  z = 1;\n"));
        QVERIFY(of(text, "# Mine.\nlet\n  inherit (x) y;\nin\n{\n}\n")
                    .contains("more than plain names"));
    }

    void listsOfTwoEditsAddUp()
    {
        const auto second = [&](const QByteArray &own, const char *list) {
            return moved(edited("[ 1 2 ]", list),
                         "{ lib, ... }:\n{\n  claudetorio.ports = " + own + ";\n}\n");
        };
        QVERIFY(second("lib.mkBefore [ 5 ]", "[ 6 1 2 ]")
                    .text.contains("lib.mkBefore [ 5\n    6\n  ];"));
        QVERIFY(second("lib.mkAfter [ 5 ]", "[ 6 1 2 ]")
                    .text.contains("lib.mkMerge [\n    (lib.mkAfter [ 5 ])\n    (lib.mkBefore [\n  "
                                   "  6\n  ])\n  ];"));
        QVERIFY(
            second("lib.mkMerge [ (lib.mkAfter [ 5 ]) ]", "[ 6 1 2 ]")
                .text.contains(
                    "lib.mkMerge [ (lib.mkAfter [ 5 ])\n    (lib.mkBefore [\n    6\n  ])\n  ];"));
        const Override whole =
            second("lib.mkForce [ 5 ]", "[ 1 2 6 ]"); // who has the last word stays so
        QVERIFY(whole.text.contains("lib.mkForce [ 5 ];") && whole.moved.isEmpty());
        QVERIFY2(whole.left.join(u' ').contains(
                     u"claudetorio.ports: the module sets the whole list already"_s),
                 qPrintable(whole.left.join(u' ')));
        QVERIFY(second("lib.mkForce [ 5 ]", "[ 2 ]").text.contains("lib.mkForce [ 2 ];"));
    }

    void layoutAloneIsNoEdit()
    {
        const auto same = moveEdits(u"hosts/a.nix"_s, host, edited("[ 1 2 ]", "[\n    1 # one\n    2\n  ]"));
        QVERIFY(!same && same.error().code == u"no-edits"_s);
    }

    void saysWhatCannotMove_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("list removed")
            << edited("  claudetorio.ports = [ 1 2 ];\n", "") << u"claudetorio.ports was removed"_s;
        QTest::newRow("import removed") << edited("    ../modules/fleet.nix\n", "") << u"imports"_s;
        QTest::newRow("set to value") << edited("services.x = {\n    enable = true;\n    port = 80;\n  };", "services.x = import ./x.nix;") << u"services.x: it is written as a set"_s;
        QTest::newRow("priority") << edited("port = 80;", "port = lib.mkDefault 80;") << u"services.x.port"_s;
        QTest::newRow("unreadable") << edited("port = 80;", "port = \"80;") << u"line 15"_s;
    }
    void saysWhatCannotMove()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, says);
        const Override result = moved(text);
        QVERIFY(!result.isAutomatic());
        QVERIFY2(result.left.join(u'\n').contains(says), qPrintable(result.left.join(u'\n')));
        QVERIFY(result.text.contains("# Not moved from hosts/a.nix"));
        QVERIFY(nixgen::readModule(result.text)); // comments only
        QCOMPARE(moved(text, result.text).text, result.text); // asked a second time
    }

    void theNextEditGoesToTheSameModule()
    {
        const QByteArray own = "# Mine.\n{ pkgs, ... }:\n{\n  # Because.\n  boot.loader.grub.device = pkgs.x; # odd\n\n  claudetorio.ports = lib.mkAfter [ 5 ];\n}\n";
        QByteArray text = edited("/dev/sda", "/dev/sdb");
        text.replace("[ 1 2 ]", "[ 1 2 5 6 ]").replace("enable = true;", "enable = true;\n    more = 1;");
        QCOMPARE(moved(text, own).text, "# Mine.\n{ lib, pkgs, ... }:\n{\n  # Because.\n  boot.loader.grub.device = lib.mkForce \"/dev/sdb\"; # odd\n\n"
                                        "  claudetorio.ports = lib.mkAfter [ 5\n    6\n  ];\n  services.x.more = 1;\n}\n");
        const auto broken = moveEdits(u"hosts/a.nix"_s, host, text, "{ a = ");
        QVERIFY(!broken && broken.error().code == u"bad-override"_s && broken.error().message.contains(u"hosts/overrides/a.nix"_s));
    }

    void namesOfTheFileStay()
    {
        const QByteArray fleet = "let\n  v = \"1\";\nin\n{\n  a.b = \"x:${v}\";\n  c = 1;\n}\n";
        const auto result = moveEdits(u"modules/fleet.nix"_s, fleet, QByteArray(fleet).replace("x:", "y:").replace("c = 1", "c = 2"));
        QVERIFY(result && result->moved == QStringList(u"c"_s));
        QVERIFY(result->left.constFirst().startsWith(u"a.b: "_s));
    }

    void goesWhereItBelongs()
    {
        QCOMPARE(nixgen::overridePath(u"hosts/a.nix"_s), u"hosts/overrides/a.nix"_s);
        QCOMPARE(nixgen::overrideHost(u"hosts/a.nix"_s), u"a"_s);
        QCOMPARE(nixgen::overridePath(u"modules/roles/broker.nix"_s), u"modules/overrides.nix"_s);
        QCOMPARE(nixgen::overrideHost(u"modules/fleet.nix"_s), QString());
        for (const QString &path : {u"flake.nix"_s, u".gitignore"_s, u"hosts/hardware/a.nix"_s}) {
            QCOMPARE(nixgen::overridePath(path), QString());
            QVERIFY(!moveEdits(path, "{ }", "{ a = 1; }"));
        }
    }
};

QTEST_GUILESS_MAIN(OverrideTest)
#include "tst_override.moc"
