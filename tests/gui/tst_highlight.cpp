// SPDX-License-Identifier: GPL-3.0-or-later
// The preview follows an edit by its changed lines only: all others keep their colours, and are not coloured anew.

#include "gui/contrast.h"
#include "gui/derived.h"
#include "gui/design/highlight.h"
#include "gui/design/patchtext.h"
#include "gui/design/preview.h"
#include "tests/gui/fixture.h"

#include <QPlainTextEdit>
#include <QRandomGenerator>
#include <QTextBlock>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

class HighlightTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    QTextDocument &text() { return *m_window->findChild<QPlainTextEdit *>(u"preview-text"_s)->document(); }

    /// What the highlighter knows of a line is exchanged for this: where it is gone afterwards, the highlighter was at work.
    struct Worn : QTextBlockUserData
    {
    };
    void wear()
    {
        for (QTextBlock block = text().begin(); block.isValid(); block = block.next())
            block.setUserData(new Worn);
    }
    int highlighted()
    {
        int count = 0;
        for (QTextBlock block = text().begin(); block.isValid(); block = block.next())
            count += dynamic_cast<Worn *>(block.userData()) == nullptr;
        return count;
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }

    void anEditColoursItsLinesOnly_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("item");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("atMost");
        QTest::newRow("one line") << u"hosts/factorio-server.nix"_s << u"game/g02"_s << u"udp-port"_s << u"34300"_s << 1;
        QTest::newRow("lines far from each other") << u"modules/fleet.nix"_s << u"game/g02"_s << u"name"_s << u"g77"_s << 4;
        QTest::newRow("a line comes") << u"hosts/factorio-server-mini.nix"_s << u"host/factorio-server-mini"_s << u"sshd.port"_s << u"2222"_s << 4;
    }

    void anEditColoursItsLinesOnly()
    {
        if (!Highlight::isAvailable())
            QSKIP("built without KSyntaxHighlighting");
        QFETCH(QString, file);
        QFETCH(QString, item);
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(int, atMost);
        m_window = tests::openWindow(tests::templateFleet());
        m_window->preview().openFile(file);
        QVERIFY(text().blockCount() > 20);
        wear();
        QCOMPARE(highlighted(), 0);
        bool isNumber = false;
        const qint64 number = value.toLongLong(&isNumber);
        QVERIFY(m_window->document().apply({{}, {SetField{ItemId(item), field, isNumber ? Value(number) : Value(value)}}}));
        QCOMPARE(m_window->preview().currentFile(), file);
        QVERIFY(text().toPlainText().contains(value));
        QCOMPARE(text().toPlainText().toUtf8(), m_window->derived().tree().at(file).text);
        QVERIFY(highlighted() > 0);
        QVERIFY2(highlighted() <= atMost, qPrintable(QString::number(highlighted())));
        m_window.reset();
    }

    void everyColourOfCodeCanBeRead()
    {
        if (!Highlight::isAvailable())
            QSKIP("built without KSyntaxHighlighting");
        m_window = tests::openWindow(tests::templateFleet());
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_window->setTheme(choice);
            const QColor base = m_window->findChild<QPlainTextEdit *>(u"preview-text"_s)->palette().color(QPalette::Base);
            const Theme &theme = m_window->theme();
            const QList<QColor> grounds{base, blended(theme.markedLine(), base), blended(theme.newLine(), base), blended(theme.goneLine(), base)};
            QSet<QRgb> seen;
            for (const QString &file : {u"hosts/factorio-server.nix"_s, u"modules/fleet.nix"_s, u"flake.nix"_s}) {
                m_window->preview().openFile(file);
                for (QTextBlock block = text().begin(); block.isValid(); block = block.next()) {
                    for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
                        const QColor color = range.format.foreground().color();
                        if (range.format.foreground().style() == Qt::NoBrush || seen.contains(color.rgb()))
                            continue;
                        seen.insert(color.rgb());
                        for (const QColor &ground : grounds)
                            QVERIFY2(contrast(color, ground) >= 4.5, qPrintable(u"%1 on %2: %3"_s.arg(color.name(), ground.name(), block.text())));
                    }
                }
            }
            QVERIFY2(seen.size() >= 4, qPrintable(QString::number(seen.size())));
        }
        m_window.reset();
    }

    void anyTextBecomesAnyOther()
    {
        QRandomGenerator random(3);
        const auto made = [&random] {
            QStringList lines;
            for (int i = random.bounded(14); i > 0; --i)
                lines += QString(random.bounded(3) * (random.bounded(4) ? 1 : 50), QChar(u"abä"[random.bounded(3)]));
            return lines.join(u'\n');
        };
        for (int round = 0; round < 3000; ++round) {
            QTextDocument document;
            document.setPlainText(made());
            const QString before = document.toPlainText(), after = made();
            patchText(document, before.toUtf8(), after.toUtf8());
            QVERIFY2(document.toPlainText() == after, qPrintable(before + u"\n->\n"_s + after));
        }
    }
};

QTEST_MAIN(HighlightTest)
#include "tst_highlight.moc"
