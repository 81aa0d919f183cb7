// SPDX-License-Identifier: GPL-3.0-or-later
// Looks: contrast, longer texts, every scale, names for screen readers, empty states.

#include "gui/actions/actions.h"
#include "gui/contrast.h"
#include "gui/deploy/deploypanel.h"
#include "gui/design/inspector.h"
#include "gui/design/kindpalette.h"
#include "gui/design/preview.h"
#include "gui/design/problems.h"
#include "gui/watch/watchpanel.h"
#include "tests/gui/fixture.h"
#include "tests/gui/looks.h"
#include "tests/longtexts.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QScrollBar>
#include <QToolBar>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace gui;
using model::ItemId;
using tests::cutOff;
using tests::isInternal;
using tests::nameOf;

class TestWindowLooks : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    QStringList truncated()
    {
        QCoreApplication::sendPostedEvents(); // what was said just now is laid out
        QStringList found;
        for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->visibleRegion().isEmpty() || isInternal(widget))
                continue;
            if (const QString text = cutOff(widget); !text.isEmpty())
                found.append(nameOf(widget) + u": "_s + text);
        }
        const auto *more = m_window->actions().toolBar()->findChild<QToolButton *>(u"qt_toolbar_ext_button"_s);
        if (more && more->isVisible())
            found.append(u"the tool bar has no room for all"_s);
        return found;
    }
    /// Widgets of one layout must not lie upon each other.
    QStringList overlapping()
    {
        QStringList found;
        for (const QLayout *layout : m_window->findChildren<QLayout *>()) {
            QList<QWidget *> items;
            for (int i = 0; i < layout->count(); ++i) {
                QWidget *widget = layout->itemAt(i)->widget();
                if (widget && widget->isVisible() && !qobject_cast<const QMainWindow *>(layout->parentWidget()) && !layout->inherits("QStackedLayout"))
                    items.append(widget);
            }
            for (qsizetype a = 0; a < items.size(); ++a) {
                for (qsizetype b = a + 1; b < items.size(); ++b) {
                    if (items.at(a)->geometry().intersects(items.at(b)->geometry()))
                        found.append(nameOf(items.at(a)) + u" and "_s + nameOf(items.at(b)));
                }
            }
        }
        return found;
    }
    void checkAllViews()
    {
        m_window = tests::openWindow(tests::templateFleet());
        m_window->resize(1440, 900); // the default size
        for (const Mode mode : {Mode::Design, Mode::Deploy, Mode::Watch}) {
            m_window->setMode(mode);
            for (const ItemId &item : {ItemId(), ItemId(u"game/g02"_s), ItemId::host(u"factorio-server"_s)}) {
                m_window->selection().set(item.isEmpty() ? QSet<ItemId>() : QSet<ItemId>{item});
                QTest::qWait(20);
                QVERIFY2(truncated().isEmpty(), qPrintable(truncated().join(u'\n')));
                QVERIFY2(overlapping().isEmpty(), qPrintable(overlapping().join(u'\n')));
            }
        }
        m_window->setMode(Mode::Design);
        m_window->actions().get(u"new"_s)->trigger(); // what a fleet without hosts offers
        QTest::qWait(20);
        QVERIFY2(truncated().isEmpty(), qPrintable(truncated().join(u'\n')));
        QVERIFY2(overlapping().isEmpty(), qPrintable(overlapping().join(u'\n')));
    }

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void cleanup() { m_window.reset(); }

    /// The smallest screen that laptops of operators have.
    void theWindowFitsASmallScreen()
    {
        m_window = tests::openWindow(tests::templateFleet());
        for (const Mode mode : {Mode::Design, Mode::Deploy, Mode::Watch}) {
            m_window->setMode(mode);
            const QSize least = m_window->minimumSizeHint();
            QVERIFY2(least.width() <= 1280 && least.height() <= 700, qPrintable(u"mode %1: %2 x %3"_s.arg(int(mode)).arg(least.width()).arg(least.height())));
        }
    }

    void everyTextColourCanBeReadOnItsGround()
    {
        for (const Theme *theme : {&Theme::darkTheme(), &Theme::lightTheme()}) {
            QList<std::pair<QString, QColor>> texts{{u"text"_s, theme->text}, {u"dim"_s, theme->dim}, {u"accent"_s, theme->accent}, {u"good"_s, theme->good},
                                                    {u"warning"_s, theme->warning}, {u"bad"_s, theme->bad}, {u"unknown"_s, theme->unknown}, {u"busy"_s, theme->busy},
                                                    {u"internet link"_s, theme->internetLink}, {u"mesh link"_s, theme->meshLink}, {u"local link"_s, theme->localLink}};
            for (qsizetype i = 0; i < theme->tiers.size(); ++i)
                texts.append({u"tier %1"_s.arg(i), theme->tiers.at(i)});
            for (const auto &[name, colour] : texts) {
                for (const auto &[ground, on] : {std::pair{u"canvas"_s, theme->canvas}, {u"surface"_s, theme->surface}, {u"raised"_s, theme->raised}})
                    QVERIFY2(contrast(colour, on) >= 4.5, qPrintable(u"%1 on %2 (%3): %4"_s.arg(name, ground, theme->dark ? u"dark"_s : u"light"_s).arg(contrast(colour, on))));
            }
            QVERIFY(contrast(theme->onAccent, theme->accent) >= 4.5);
            const QPalette palette = theme->palette();
            using P = QPalette;
            for (const auto &[text, ground] : {std::pair{P::WindowText, P::Window}, {P::Text, P::Base}, {P::Text, P::AlternateBase}, {P::ButtonText, P::Button},
                                               {P::PlaceholderText, P::Base}, {P::ToolTipText, P::ToolTipBase}, {P::HighlightedText, P::Highlight}, {P::Link, P::Base}})
                QVERIFY2(contrast(palette.color(text), palette.color(ground)) >= 4.5, qPrintable(QString::number(int(text))));
        }
        QVERIFY(contrast(QColor(0x1a1203), QColor(0xf0bd4b)) >= 4.5); // DEMO
    }

    void nothingIsTruncated() { checkAllViews(); }

    void layoutsSurviveLongerTexts()
    {
        tests::LongTexts translator;
        QVERIFY(QCoreApplication::installTranslator(&translator));
        checkAllViews();
        QVERIFY(m_window->actions().get(u"save"_s)->text() != u"&Save"_s); // the texts were longer indeed
        QCoreApplication::removeTranslator(&translator);
    }

    void rightAtEveryScale_data()
    {
        QTest::addColumn<QByteArray>("scale");
        for (const char *scale : {"1.5", "2", "3"})
            QTest::newRow(scale) << QByteArray(scale);
    }
    void rightAtEveryScale()
    {
        QFETCH(QByteArray, scale);
        QProcess again; // the scale is known only to a fresh program
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_SCALE_FACTOR"_s, QString::fromLatin1(scale));
        again.setProcessEnvironment(environment);
        again.start(QCoreApplication::applicationFilePath(), {u"nothingIsTruncated"_s, u"iconsAreSharp"_s});
        QVERIFY(again.waitForFinished(60000));
        QVERIFY2(again.exitCode() == 0, again.readAllStandardOutput().constData());
    }

    void iconsAreSharp()
    {
        m_window = tests::openWindow(tests::templateFleet());
        const qreal ratio = m_window->devicePixelRatio();
        const QPixmap pixmap = m_window->actions().get(u"save"_s)->icon().pixmap(QSize(20, 20), ratio);
        QVERIFY(pixmap.width() >= qFloor(20 * std::min(ratio, 3.0)));
        QCOMPARE(m_window->grab().devicePixelRatio(), ratio);
    }

    void everyControlHasAName()
    {
        m_window = tests::openWindow(tests::templateFleet());
        int controls = 0;
        for (const Mode mode : {Mode::Design, Mode::Deploy, Mode::Watch}) {
            m_window->setMode(mode);
            for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                const bool speaks = button && (!button->text().isEmpty() || !button->toolTip().isEmpty());
                const bool control = button || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget)
                    || qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget);
                if (!control || speaks || !widget->isVisible() || isInternal(widget) || qobject_cast<const QAbstractSpinBox *>(widget->parentWidget())
                    || qobject_cast<const QComboBox *>(widget->parentWidget()) || qobject_cast<const QLineEdit *>(widget->parentWidget()))
                    continue;
                ++controls;
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(nameOf(widget)));
            }
        }
        QVERIFY2(controls >= 25, qPrintable(QString::number(controls)));
    }

    void emptyPlacesSayWhatToDoNext()
    {
        const auto parsed = model::parseFleet("switchyard: 1\nname: f\ndomain: example.com\nhosts: []\n", model::Catalog::builtIn());
        QVERIFY(parsed);
        m_window = tests::openWindow(*parsed);
        QStringList texts;
        const auto collect = [&] {
            for (const QLabel *label : m_window->findChildren<QLabel *>()) {
                if (label->isVisible())
                    texts.append(label->text());
            }
        };
        collect();
        for (const Mode mode : {Mode::Deploy, Mode::Watch}) {
            m_window->setMode(mode);
            collect();
        }
        const QString all = texts.join(u'\n');
        for (const QString &needed : {u"Select a host or an item"_s, u"no hosts to deploy to"_s, u"no hosts to watch"_s})
            QVERIFY2(all.contains(needed), qPrintable(needed + u" not in:\n"_s + all));
        for (const QScrollBar *bar : m_window->watchPanel().findChildren<QScrollBar *>())
            QVERIFY(!bar->isVisible()); // there is nothing to scroll to
    }

    void visibleTextsGoThroughTr()
    {
        const QRegularExpression literal(u"(setText|setToolTip|setWindowTitle|setPlaceholderText|setAccessibleName|setTitle|showMessage|addAction|addMenu|addTab|say|offer"
                                         "|new QLabel|new QPushButton|new QCheckBox|new QRadioButton|QMessageBox::\\w+)\\(\\s*(?:this, *|&m_window, *)?u\"[^\"]*[A-Za-z]{3,}[^\"]*\"_s"_s);
        int files = 0;
        QDirIterator sources(tests::sourcePath(u"gui"_s), {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (sources.hasNext()) {
            const QString text = QString::fromUtf8(tests::readFile(sources.next()));
            if (sources.fileName().startsWith(u"shots"_s) || sources.fileName() == u"tour.cpp"_s)
                continue; // these type what a person would
            const auto match = literal.match(text);
            QVERIFY2(!match.hasMatch(), qPrintable(sources.filePath() + u": "_s + match.captured()));
            ++files;
        }
        QVERIFY(files > 40);
        QVERIFY(literal.match(u"label->setText(u\"Not translated\"_s)"_s).hasMatch()); // it would see one
    }

    /// Below the window: whatever has the words of a sentence and is a text of the program, except what other programs read.
    void sentencesOfOtherLayersGoThroughTr()
    {
        const QRegularExpression sentence(u"(?<!tr\\()u\"((?:%\\d|[A-Za-z]{2,})[,:;]? (?:%\\d|[a-z]{2,})(?: [^\"]*)?)\"_s"_s);
        const QRegularExpression forPrograms(u"^(ssh|read|fetching image|sudo|Who can read|podman|docker|systemctl|wg|openssl|chown|chmod) |^%\\d: %\\d$|\\\\n"_s);
        int files = 0;
        for (const QString &folder : {u"remote"_s, u"remote/secrets"_s}) {
            for (const QFileInfo &file : QDir(tests::sourcePath(folder)).entryInfoList({u"*.cpp"_s})) {
                const QString text = QString::fromUtf8(tests::readFile(file.filePath()));
                for (auto found = sentence.globalMatch(text); found.hasNext();) {
                    const auto match = found.next();
                    QVERIFY2(forPrograms.match(match.captured(1)).hasMatch(), qPrintable(file.filePath() + u": "_s + match.captured(1)));
                }
                ++files;
            }
        }
        const QRegularExpression error(u"\\bfail\\(\\s*u\"[a-z-]+\"_s,\\s*u\"[^\"]*[A-Za-z]{2,} "_s); // of other text, generating makes files
        for (const QFileInfo &file : QDir(tests::sourcePath(u"nixgen"_s)).entryInfoList({u"*.cpp"_s})) {
            const auto match = error.match(QString::fromUtf8(tests::readFile(file.filePath())));
            QVERIFY2(!match.hasMatch(), qPrintable(file.filePath() + u": "_s + match.captured()));
            ++files;
        }
        QVERIFY2(files > 60, qPrintable(QString::number(files)));
        QVERIFY(sentence.match(u"m_problem = u\"our key is not accepted\"_s;"_s).hasMatch());
        QVERIFY(error.match(u"return fail(u\"cannot-read\"_s, u\"cannot read %1\"_s)"_s).hasMatch());
    }
};

QTEST_MAIN(TestWindowLooks)
#include "tst_windowlooks.moc"
