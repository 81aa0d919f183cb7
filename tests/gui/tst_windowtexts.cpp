// SPDX-License-Identifier: GPL-3.0-or-later
// The window in a language whose texts are 40 % longer: none stays in English, in panels, menus, problems and dialogs, and none is cut off.

#include "gui/actions/actions.h"
#include "gui/derived.h"
#include "gui/design/inspector.h"
#include "gui/design/kindpalette.h"
#include "gui/design/problems.h"
#include "gui/files/conflictdialog.h"
#include "gui/files/recoverydialog.h"
#include "gui/hostkeydialog.h"
#include "tests/gui/fixture.h"
#include "tests/gui/looks.h"
#include "tests/longtexts.h"

#include <QDialog>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QTemporaryDir>

using namespace gui;
using namespace model;
using namespace tests;

class TestWindowTexts : public QObject
{
    Q_OBJECT

    LongTexts m_language;
    std::unique_ptr<Window> m_window;

    static bool hasWords(const QString &text)
    {
        static const QRegularExpression word(u"[A-Za-z]{2,}"_s);
        return text.contains(word);
    }
    /// Where a view, list or tree says something in English.
    static QStringList englishRows(const QAbstractItemView &view, const QModelIndex &parent = {})
    {
        QStringList found;
        const QAbstractItemModel *model = view.model();
        for (int row = 0; model && row < model->rowCount(parent); ++row) {
            for (int column = 0; column < model->columnCount(parent); ++column) {
                const QModelIndex index = model->index(row, column, parent);
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole)}) {
                    if (const QString text = index.data(role).toString(); isUntranslated(text))
                        found.append(nameOf(&view) + u": "_s + text);
                }
            }
            found += englishRows(view, model->index(row, 0, parent));
        }
        return found;
    }
    static QStringList english(const QWidget &root)
    {
        QStringList found;
        const auto look = [&](const QWidget *widget, const QString &text) {
            if (isUntranslated(text))
                found.append(nameOf(widget) + u": "_s + text);
        };
        for (const QWidget *widget : root.findChildren<QWidget *>()) {
            if (isInternal(widget))
                continue; // Qt's own words
            look(widget, widget->toolTip());
            look(widget, widget->accessibleName());
            look(widget, widget->accessibleDescription());
            if (const auto *label = qobject_cast<const QLabel *>(widget))
                look(widget, label->text());
            else if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
                look(widget, button->text());
            else if (const auto *line = qobject_cast<const QLineEdit *>(widget))
                look(widget, line->placeholderText());
            else if (const auto *view = qobject_cast<const QAbstractItemView *>(widget); view && view->objectName() != u"difference"_s)
                found += englishRows(*view);
        }
        return found;
    }
    static QStringList cut(const QWidget &root)
    {
        QStringList found;
        for (const QWidget *widget : root.findChildren<QWidget *>()) {
            const QString text = widget->isVisible() && !widget->visibleRegion().isEmpty() && !isInternal(widget) ? cutOff(widget) : QString();
            if (!text.isEmpty())
                found.append(nameOf(widget) + u": "_s + text);
        }
        return found;
    }
    static void check(QWidget &root)
    {
        QCoreApplication::processEvents();
        QVERIFY2(english(root).isEmpty(), qPrintable(english(root).join(u'\n')));
        QVERIFY2(cut(root).isEmpty(), qPrintable(cut(root).join(u'\n')));
    }
    void checkDialog(QDialog &dialog)
    {
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QVERIFY2(dialog.windowTitle().contains(LongTexts::letter), qPrintable(dialog.windowTitle()));
        check(dialog);
        dialog.close();
    }

private slots:
    void initTestCase()
    {
        tests::useEmptySettings();
        QVERIFY(QCoreApplication::installTranslator(&m_language));
    }
    void init() { m_window = tests::openWindow(tests::templateFleet()); }
    void cleanup() { m_window.reset(); }

    void menusAndDocks()
    {
        int actions = 0;
        for (const QAction *action : m_window->findChildren<QAction *>(QRegularExpression(u"^action-"_s))) {
            ++actions;
            QVERIFY2(!hasWords(action->text()) || action->text().contains(LongTexts::letter), qPrintable(action->objectName() + u": "_s + action->text()));
            QVERIFY2(!isUntranslated(action->toolTip()), qPrintable(action->objectName() + u": "_s + action->toolTip()));
        }
        QVERIFY(actions > 60);
        for (const QMenu *menu : m_window->findChildren<QMenu *>())
            QVERIFY2(!hasWords(menu->title()) || menu->title().contains(LongTexts::letter), qPrintable(menu->title()));
        for (const QDockWidget *dock : m_window->docks())
            QVERIFY2(dock->windowTitle().contains(LongTexts::letter), qPrintable(dock->windowTitle()));
    }

    void panelsOfEveryMode()
    {
        for (const Mode mode : {Mode::Design, Mode::Deploy, Mode::Watch}) {
            m_window->setMode(mode);
            check(*m_window);
        }
        auto *palette = m_window->findChild<KindPalette *>();
        for (const QTreeWidgetItem *row : palette->findItems(QString(), Qt::MatchContains | Qt::MatchRecursive))
            QVERIFY2(row->text(0).contains(LongTexts::letter), qPrintable(row->text(0)));
    }

    void theInspectorOfEverything()
    {
        QSet<QString> kinds;
        QList<ItemId> items{ItemId::fleet()};
        for (const Placed &placed : m_window->derived().topology().items) {
            if (!kinds.contains(placed.kind))
                items.append(placed.id);
            kinds.insert(placed.kind);
        }
        items.append(m_window->derived().topology().hosts.constFirst().id);
        int all = 0;
        for (const ItemId &item : items) {
            m_window->selection().set(item == ItemId::fleet() ? QSet<ItemId>() : QSet<ItemId>{item});
            int labels = 0;
            for (const QLabel *label : m_window->inspector().findChildren<QLabel *>()) {
                if (!label->buddy() || !label->isVisible())
                    continue;
                ++labels;
                QVERIFY2(label->text().contains(LongTexts::letter), qPrintable(item.text() + u": "_s + label->text()));
            }
            all += labels;
            check(m_window->inspector());
        }
        QVERIFY2(all > 50, qPrintable(QString::number(all)));
    }

    void problemsAndTheirButtons()
    {
        QVERIFY(m_window->perform({u"x"_s, {SetField{ItemId(u"game/g02"_s), u"udp-port"_s, 34197}, SetField{ItemId::fleet(), u"overlay"_s, Value(u"none"_s)}}}));
        ProblemsList &list = m_window->problems();
        m_window->showPanel(&list);
        QTRY_VERIFY(list.topLevelItemCount() >= 2);
        for (int i = 0; i < list.topLevelItemCount(); ++i) {
            const QString words = list.topLevelItem(i)->text(ProblemsList::Message);
            QVERIFY2(words.contains(LongTexts::letter), qPrintable(words));
            for (const Fix &fix : list.fixesOf(list.model()->index(i, 0)))
                QVERIFY2(fix.text.contains(LongTexts::letter), qPrintable(fix.text));
        }
        check(list);
    }

    void dialogs_data()
    {
        QTest::addColumn<QString>("action");
        for (const char *name : {"commands", "move-to", "add-item", "shortcuts", "rules", "doctor", "about"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void dialogs()
    {
        QFETCH(QString, action);
        m_window->selection().set({ItemId(u"game/g02"_s)});
        m_window->actions().get(action)->trigger();
        QTRY_VERIFY(QApplication::activeModalWidget());
        QWidget *dialog = QApplication::activeModalWidget();
        QVERIFY2(dialog->windowTitle().isEmpty() || dialog->windowTitle().contains(LongTexts::letter), qPrintable(dialog->windowTitle()));
        check(*dialog);
        dialog->close();
    }

    void questions()
    {
        ConflictDialog conflicts(u"/fleet.yaml"_s,
                                 {{ItemId::fleet(), u"domain"_s, Value(u"a.com"_s), Value(u"b.com"_s), Value(u"c.com"_s)},
                                  {ItemId(u"game/g01"_s), u"udp-port"_s, Value(1), Value(2), Value(3)}},
                                 Catalog::builtIn(), m_window.get());
        checkDialog(conflicts);
        QTemporaryDir dir;
        const auto place = std::make_shared<DraftPlace>(dir.path());
        QVERIFY(place->write({u"/fleet.yaml"_s, QDateTime::currentDateTimeUtc(), "a\n", "b\n", {}}));
        RecoveryDialog recovery({place}, m_window.get());
        checkDialog(recovery);
        remote::HostKeyQuestion question;
        question.host = question.address = u"a"_s;
        for (const bool changed : {false, true}) {
            question.changed = changed;
            HostKeyDialog::ask(question, m_window.get(), [](bool) {});
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(box);
            QVERIFY2(box->text().contains(LongTexts::letter) && box->informativeText().contains(LongTexts::letter), qPrintable(box->text()));
            check(*box);
            box->close();
            QTRY_VERIFY(!QApplication::activeModalWidget());
        }
    }
};

QTEST_MAIN(TestWindowTexts)
#include "tst_windowtexts.moc"
