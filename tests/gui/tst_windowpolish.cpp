// SPDX-License-Identifier: GPL-3.0-or-later
// What pictures of every view showed to be unclear: what stops a deploy, how bad a field's finding is, gaps in graphs,
// which commands can be used, edges in the dark, what a question loses.

#include "gui/actions/actions.h"
#include "gui/deploy/deploypanel.h"
#include "gui/deploy/stepgrid.h"
#include "gui/design/fieldeditor.h"
#include "gui/design/inspector.h"
#include "gui/design/preview.h"
#include "gui/derived.h"
#include "gui/files/drafts.h"
#include "gui/files/recoverydialog.h"
#include "gui/hostkeydialog.h"
#include "gui/overlay/toast.h"
#include "gui/watch/timechart.h"
#include "tests/gui/fixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QStyleOption>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

class TestWindowPolish : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    template <typename Part> Part *part(const QString &name) { return m_window->findChild<Part *>(name); }
    QString counts()
    {
        for (const QLabel *label : m_window->statusBar()->findChildren<QLabel *>()) {
            if (label->text().contains(u" · "_s))
                return label->text();
        }
        return {};
    }
    /// Two games on one port.
    void clash()
    {
        QVERIFY(m_window->perform({u"Clash"_s, {SetField{ItemId(u"game/g02"_s), u"udp-port"_s, Value(34197)}}}));
    }

private slots:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        tests::useEmptySettings();
    }
    void init() { m_window = tests::openWindow(tests::templateFleet()); }
    void cleanup() { m_window.reset(); }

    void whatStopsADeployIsCountedShownAndLedTo()
    {
        clash();
        m_window->setMode(Mode::Deploy);
        const qsizetype stops = m_window->deployPanel().problems().size();
        QVERIFY(stops >= 1);
        const QString number = QString::number(stops) + u' ';
        QVERIFY2(part<QLabel>(u"deploy-summary"_s)->text().startsWith(number), qPrintable(part<QLabel>(u"deploy-summary"_s)->text()));
        QVERIFY2(counts().contains(u" · "_s + number), qPrintable(counts())); // the same number at the foot of the window
        for (const Diagnostic &problem : m_window->deployPanel().problems()) {
            if (problem.item != ItemId::fleet())
                QCOMPARE(m_window->scene().marks().value(problem.item).shape, MarkShape::Bad);
        }
        QCOMPARE(m_window->scene().marks().value(ItemId(u"game/g02"_s)).shape, MarkShape::Bad);
        const QString rows = m_window->deployPanel().findChild<StepGrid *>()->accessibleDescription();
        QVERIFY2(rows.contains(u"g01: Port clash: udp-port"_s) && rows.contains(u"g02: Port clash: udp-port"_s), qPrintable(rows)); // in the row of their host
        auto *lead = part<QPushButton>(u"deploy-show-problem"_s);
        QVERIFY(lead && lead->isVisible());
        const ItemId first = m_window->deployPanel().problems().constFirst().item;
        QTest::mouseClick(lead, Qt::LeftButton);
        QCOMPARE(m_window->mode(), Mode::Design);
        QVERIFY(m_window->selection().items().contains(first));
    }

    void bothPartiesOfAClashAreMarked()
    {
        clash();
        for (const Mode mode : {Mode::Design, Mode::Deploy}) {
            m_window->setMode(mode);
            for (const char *game : {"game/g01", "game/g02"})
                QCOMPARE(m_window->scene().marks().value(ItemId(QString::fromLatin1(game))).shape, MarkShape::Bad);
            QVERIFY(!m_window->scene().marks().contains(ItemId()) && !m_window->scene().marks().contains(ItemId(u"game/g03"_s)));
        }
    }

    /// There may be a Caddy on each host, and no field of it says the host.
    void theInspectorSaysOnWhichHostAServiceStands()
    {
        const auto says = [this](const QString &words) {
            const QList<QLabel *> labels = m_window->inspector().findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text().startsWith(words); });
        };
        m_window->selection().set({ItemId(u"factorio-server-stream/caddy"_s)});
        QVERIFY(says(u"On factorio-server-stream. "_s));
        m_window->selection().set({ItemId(u"factorio-server-mini/caddy"_s)});
        QVERIFY(says(u"On factorio-server-mini. "_s));
        m_window->selection().set({ItemId(u"game/g01"_s)});
        QVERIFY(!says(u"On "_s)); // its form has a field for that
    }

    /// Such an item's form would be a dead end.
    void theInspectorSaysWhatTheFleetSetsForAnItem()
    {
        const auto says = [this](const ItemId &item, const QString &words) {
            m_window->selection().set({item});
            const QList<QLabel *> labels = m_window->inspector().findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text().contains(words); });
        };
        QVERIFY(says(ItemId(u"factorio-server-stream/coturn"_s), u"Relay ports"_s));
        QVERIFY(says(ItemId(u"factorio-server-stream/caddy"_s), u"those of the fleet"_s));
        QVERIFY(!says(ItemId(u"game/g01"_s), u"settings of the fleet"_s));
    }

    /// What the selection opened gives way to the next one's own file; what a person opened stays while it tells of what is selected.
    void whatIsSelectedShowsItsOwnFile()
    {
        QCOMPARE(m_window->preview().currentFile(), u"flake.nix"_s); // it names every host
        m_window->selection().set({ItemId::host(u"factorio-server"_s)});
        QCOMPARE(m_window->preview().currentFile(), u"hosts/factorio-server.nix"_s);
        m_window->preview().openFile(u"modules/fleet.nix"_s);
        m_window->selection().set({ItemId(u"game/g01"_s)});
        QCOMPARE(m_window->preview().currentFile(), u"modules/fleet.nix"_s);
        QVERIFY(!m_window->preview().markedLines().isEmpty());
    }

    void thePaletteSaysWhatToDo()
    {
        auto *palette = part<QTreeWidget>(u"palette"_s);
        const QTreeWidgetItem *group = palette->topLevelItem(palette->topLevelItemCount() - 1);
        const int below = palette->visualItemRect(group->child(group->childCount() - 1)).bottom() + 1;
        const QImage image = palette->viewport()->grab().toImage();
        QSet<QRgb> colours;
        for (int y = below; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY2(colours.size() > 4, qPrintable(QString::number(colours.size()))); // letters, and not the ground alone
        QVERIFY(palette->accessibleDescription().contains(u"Enter"_s));
    }

    void nothingIsLedToWhereNothingStops()
    {
        const QByteArray own = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gRFjxa me@desk";
        QVERIFY(m_window->perform({u"Key"_s, {SetField{ItemId::fleet(), u"deploy.keys"_s, Value(ValueList{Value(QString::fromLatin1(own))})}}}));
        m_window->setMode(Mode::Deploy);
        QVERIFY(m_window->deployPanel().problems().isEmpty());
        QVERIFY(!part<QPushButton>(u"deploy-show-problem"_s)->isVisible());
        QVERIFY2(counts().contains(u"0 errors"_s), qPrintable(counts()));
    }

    void withoutHostsNoProblemIsLedTo()
    {
        const auto empty = parseFleet("switchyard: 1\nname: new\ndomain: example.com\nhosts: []\n", Catalog::builtIn());
        QVERIFY(empty);
        m_window->showFleet(*empty);
        m_window->setMode(Mode::Deploy);
        QTRY_VERIFY(part<QLabel>(u"deploy-summary"_s)->text().startsWith(u"There are no hosts"_s));
        QVERIFY(!part<QPushButton>(u"deploy-show-problem"_s)->isVisible());
    }

    /// Also of those that Qt asks for once and keeps.
    void signsTakeTheColourOfTheTheme()
    {
        m_window->actions().get(u"find"_s)->trigger();
        auto *words = part<QLineEdit>(u"find-words"_s);
        QTest::keyClicks(words, u"g0"_s);
        const QList<QAbstractButton *> signs{m_window->findChild<QAbstractButton *>(u"qt_dockwidget_closebutton"_s), words->findChild<QToolButton *>()};
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::Light}) {
            m_window->setTheme(choice);
            const Theme &theme = choice == ThemeChoice::Dark ? Theme::darkTheme() : Theme::lightTheme();
            for (const QAbstractButton *sign : signs) {
                QVERIFY(sign);
                const QImage drawn = sign->icon().pixmap(QSize(48, 48)).toImage();
                qsizetype ofTheme = 0;
                for (int y = 0; y < drawn.height(); ++y) {
                    for (int x = 0; x < drawn.width(); ++x)
                        ofTheme += drawn.pixelColor(x, y).alpha() == 255 && drawn.pixelColor(x, y).rgb() == theme.dim.rgb();
                }
                QVERIFY2(ofTheme > 20, qPrintable(sign->objectName() + u' ' + QString::number(ofTheme)));
            }
        }
    }

    void aLockIsSaidAsLongAsItHolds()
    {
        QVERIFY(!counts().contains(u"locked"_s));
        m_window->actions().get(u"lock"_s)->trigger();
        QVERIFY2(counts().contains(u"design locked"_s), qPrintable(counts()));
        m_window->setMode(Mode::Deploy);
        m_window->setMode(Mode::Design);
        QVERIFY(counts().contains(u"design locked"_s));
        m_window->actions().get(u"lock"_s)->trigger();
        QVERIFY(!counts().contains(u"locked"_s));
    }

    void aFieldSaysHowBadItIs()
    {
        const Field *field = Catalog::builtIn().kind(u"fleet")->field(u"overlay");
        FieldEditor editor(*field, {});
        editor.setVisible(true);
        const Theme &theme = Theme::darkTheme();
        QList<QImage> signs;
        for (const auto &[severity, color] : {std::pair{Severity::Error, theme.bad}, {Severity::Warning, theme.warning}}) {
            editor.setComplaint(u"no good"_s, severity, theme);
            const QLabel *words = nullptr, *sign = nullptr;
            for (const QLabel *label : editor.findChildren<QLabel *>()) {
                words = label->text() == u"no good"_s ? label : words;
                sign = !label->pixmap(Qt::ReturnByValue).isNull() ? label : sign;
            }
            QVERIFY(words && sign && words->isVisible() && sign->isVisible());
            QCOMPARE(words->palette().color(QPalette::WindowText), color);
            signs.append(sign->pixmap(Qt::ReturnByValue).toImage().convertToFormat(QImage::Format_Alpha8));
        }
        QVERIFY(signs.at(0) != signs.at(1)); // told apart without colour
        editor.setComplaint({}, Severity::Error, theme);
        for (const QLabel *label : editor.findChildren<QLabel *>())
            QVERIFY(!label->isVisible() || label->pixmap(Qt::ReturnByValue).isNull());
    }

    void aWarningIsNoErrorInTheInspector()
    {
        QVERIFY(m_window->perform({u"Alone"_s, {SetField{ItemId::fleet(), u"overlay"_s, Value(u"none"_s)}}}));
        m_window->selection().set({});
        const auto &found = m_window->derived().diagnostics();
        const auto warning = std::find_if(found.begin(), found.end(), [](const Diagnostic &d) { return d.field == u"overlay"_s; });
        QVERIFY(warning != found.end() && warning->severity == Severity::Warning);
        int shown = 0;
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->text() != warning->message)
                continue;
            ++shown;
            QCOMPARE(label->palette().color(QPalette::WindowText), m_window->theme().warning);
        }
        QCOMPARE(shown, 1);
    }

    void graphsBreakWhereNothingWasSeen()
    {
        TimeChart level(u"Load"_s, {}, {u"1 min"_s}, 0), rates(u"Network"_s, u"B/s"_s, {u"in"_s, u"out"_s}, 0);
        QList<QPointF> points;
        for (int t = 59; t >= 40; --t) // seen, then nothing for half a minute, then seen again
            points.append({t * 1000.0, 1.0});
        for (int t = 9; t >= 0; --t)
            points.append({t * 1000.0, 2000.0});
        QList<QPointF> started = points; // a rate is known one sample later
        started.removeAt(20);
        level.show({points});
        rates.show({started, started});
        QCOMPARE(level.pieces(0), 2);
        QCOMPARE(rates.pieces(0), 2);
        QCOMPARE(rates.pieces(1), 2);
        QCOMPARE(level.latest(), 2000.0);
        QCOMPARE(level.timeLabels(), (QStringList{u"−1 min"_s, u"now"_s}));
        rates.show({started, started}, 61000); // as far back as its neighbours reach
        QCOMPARE(rates.timeLabels(), (QStringList{u"−3 min"_s, u"−2 min"_s, u"−1 min"_s, u"now"_s}));
        const QString title = rates.caption();
        QVERIFY2(title.contains(u"in 2.0 kB/s"_s) && title.contains(u"out 2.0 kB/s"_s), qPrintable(title));
        level.show({points.mid(0, 20)});
        QCOMPARE(level.pieces(0), 1);
        for (TimeChart *chart : {&level, &rates}) {
            chart->resize(380, 180);
            chart->setVisible(true);
        }
        QTRY_VERIFY(std::abs(level.chart()->plotArea().left() - rates.chart()->plotArea().left()) < 1);
    }

    void whatCanBeDoneComesFirst()
    {
        m_window->actions().get(u"commands"_s)->trigger();
        const auto *tree = part<QTreeWidget>(u"picklist-list"_s);
        QVERIFY(tree);
        int usable = 0, others = 0; // of others the reason is the tip
        for (int i = 0; i < tree->topLevelItemCount(); ++i) {
            const bool isUsable = tree->topLevelItem(i)->toolTip(0).isEmpty();
            QVERIFY2(!isUsable || others == 0, qPrintable(tree->topLevelItem(i)->text(0)));
            ++(isUsable ? usable : others);
        }
        QVERIFY(usable > 10 && others > 5);
        QApplication::activeModalWidget()->close();
    }

    void aDraftsDifferenceIsInColour()
    {
        QTemporaryDir dir;
        const auto place = std::make_shared<DraftPlace>(dir.path());
        QVERIFY(place->write({{}, QDateTime::currentDateTimeUtc(), "same\nold\n", "same\nnew\n", {}}));
        const RecoveryDialog dialog({place});
        const auto *text = dialog.findChild<QPlainTextEdit *>(u"difference"_s);
        QStringList lines;
        QList<QColor> inks;
        for (const QTextEdit::ExtraSelection &each : text->extraSelections()) {
            lines.append(each.cursor.selectedText());
            inks.append(each.format.foreground().color());
        }
        QCOMPARE(lines, (QStringList{u"- old"_s, u"+ new"_s}));
        const Theme &theme = m_window->theme();
        QCOMPARE(inks, (QList<QColor>{theme.bad, theme.good}));
    }

    void textsHaveAnEdgeInTheDark()
    {
        m_window->setTheme(ThemeChoice::Dark);
        QPlainTextEdit text;
        text.resize(120, 60);
        const QImage picture = text.grab().toImage();
        const QColor ground = m_window->theme().palette().color(QPalette::Window);
        QVERIFY(picture.pixelColor(60, 0) != ground && picture.pixelColor(60, 0) != picture.pixelColor(60, 30));
        QCOMPARE(picture.pixelColor(60, 0), m_window->theme().border);
    }

    /// Where no host is in the way.
    void aMessageStandsInTheMiddleOfTheCanvas()
    {
        m_window->canvas().lookAt(m_window->scene().contentsRect().bottomRight() + QPointF(5000, 5000));
        m_window->toast().say(u"A few words."_s);
        const QRect toast = m_window->toast().geometry();
        QVERIFY(std::abs(toast.center().x() - m_window->toast().parentWidget()->rect().center().x()) <= 1);
    }

    void fingerprintsStandOneBelowTheOther()
    {
        remote::HostKeyQuestion question;
        question.host = u"a"_s;
        question.keyType = u"ssh-ed25519"_s;
        question.fingerprint = u"SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE"_s;
        question.knownFingerprint = u"SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDL2UP8AeUkGS5p8g0"_s;
        question.changed = true;
        HostKeyDialog::ask(question, m_window.get(), [](bool) {});
        auto *box = part<QMessageBox>(u"host-key-dialog"_s);
        QVERIFY(box);
        QTextDocument document;
        document.setHtml(box->informativeText());
        QStringList fixed;
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                if (it.fragment().text().startsWith(u"SHA256:"_s)) {
                    QVERIFY(QFontInfo(it.fragment().charFormat().font()).fixedPitch());
                    fixed.append(it.fragment().text());
                }
            }
        }
        QCOMPARE(fixed, (QStringList{question.knownFingerprint, question.fingerprint}));
        box->close();
    }
};

QTEST_MAIN(TestWindowPolish)
#include "tst_windowpolish.moc"
