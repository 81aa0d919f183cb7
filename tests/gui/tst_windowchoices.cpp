// SPDX-License-Identifier: GPL-3.0-or-later
// Where a field has values to choose from, people read their titles and the file gets their words.

#include "gui/actions/actions.h"
#include "gui/design/fieldeditor.h"
#include "gui/design/inspector.h"
#include "gui/files/conflictdialog.h"
#include "model/edit.h"
#include "tests/gui/fixture.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

class TestWindowChoices : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

    QComboBox *combo(const QString &field)
    {
        for (QComboBox *box : m_window->inspector().findChildren<QComboBox *>(field)) {
            if (box->isVisibleTo(&m_window->inspector()))
                return box;
        }
        return nullptr;
    }
    static QStringList texts(const QComboBox *box, int role = Qt::DisplayRole)
    {
        QStringList all;
        for (int i = 0; i < box->count(); ++i)
            all += box->itemData(i, role).toString();
        return all;
    }
    /// As with the mouse: the list opens, and one line of it is clicked.
    void choose(QComboBox *box, const QString &title)
    {
        QTest::mouseClick(box, Qt::LeftButton);
        const QModelIndex line = box->model()->index(box->findText(title), 0);
        QTRY_VERIFY(box->view()->isVisible());
        QVERIFY2(line.isValid(), qPrintable(texts(box).join(u" | "_s)));
        box->view()->scrollTo(line);
        const QPoint at = box->view()->visualRect(line).center();
        QTest::mouseMove(box->view()->viewport(), at);
        QTRY_VERIFY((QTest::mouseClick(box->view()->viewport(), Qt::LeftButton, {}, at), !box->view()->isVisible()));
    }
    QByteArray bytes() { return printFleet(m_window->document().fleet()); }
    Value setting(const char *field) { return m_window->document().fleet().setting(QString::fromLatin1(field)); }
    Value ofHost(const char *host, const char *field) { return m_window->document().fleet().host(QString::fromLatin1(host))->values.at(QString::fromLatin1(field)); }
    void open(const ParsedFleet &fleet)
    {
        m_window = tests::openWindow(fleet);
        QTRY_VERIFY(combo(u"edge.mode"_s));
    }

private slots:
    void initTestCase()
    {
        tests::useEmptySettings();
        QApplication::setDoubleClickInterval(0); // a click in a list counts only once that is over, see choose()
    }
    void init() { open(tests::twoGameHosts()); }
    void cleanup() { m_window.reset(); }

    void everyValueIsShownByItsTitle()
    {
        int seen = 0;
        for (const auto &[kind, item] : {std::pair{u"fleet"_s, QSet<ItemId>()}, {u"host"_s, QSet{ItemId::host(u"box2"_s)}}}) {
            m_window->selection().set(item);
            for (const Field &field : Catalog::builtIn().kind(kind)->fields) {
                if (field.type != FieldType::Enum)
                    continue;
                const auto *box = m_window->inspector().findChild<QComboBox *>(field.name);
                QVERIFY2(box, qPrintable(field.name));
                for (const QString &value : field.values) {
                    const int row = box->findData(value);
                    QVERIFY2(row >= 0, qPrintable(field.name + u' ' + value));
                    QVERIFY2(box->itemText(row).startsWith(field.choices.at(value).title), qPrintable(box->itemText(row)));
                    ++seen;
                }
            }
        }
        QVERIFY2(seen > 20, qPrintable(QString::number(seen)));
    }

    void theMouseChoosesATitleAndTheFileGetsItsWord()
    {
        QComboBox *edge = combo(u"edge.mode"_s);
        QCOMPARE(texts(edge), (QStringList{u"Each host its own"_s, u"One host for all"_s}));
        QCOMPARE(texts(edge, Qt::UserRole), (QStringList{u"split"_s, u"single"_s}));
        QCOMPARE(edge->currentText(), u"Each host its own"_s);
        const QByteArray before = bytes();
        choose(edge, u"One host for all"_s);
        QVERIFY2(bytes().contains("\nedge: single "), bytes().constData());
        QCOMPARE(m_window->document().undoText(), u"Set Edge of the fleet to One host for all"_s);
        QVERIFY2(edge->toolTip().contains(u"One host terminates TLS"_s), qPrintable(edge->toolTip()));
        QVERIFY(edge->accessibleDescription().contains(u"One host terminates TLS"_s));
        m_window->document().undo();
        QCOMPARE(bytes(), before);
        QTRY_COMPARE(edge->currentText(), u"Each host its own"_s);
        QVERIFY(!edge->toolTip().contains(u"One host"_s));
    }

    void typingSearchesTheTitles()
    {
        QComboBox *containers = combo(u"containers.backend"_s);
        containers->setFocus();
        QTest::keyClick(containers, Qt::Key_D);
        QCOMPARE(containers->currentText(), u"Docker"_s);
        QCOMPARE(setting("containers.backend"), Value(u"docker"_s));
        QComboBox *access = combo(u"games-access"_s);
        access->setFocus();
        QTest::keyClick(access, Qt::Key_E);
        QCOMPARE(setting("games-access"), Value(u"public"_s));
    }

    void yesAndNo()
    {
        QComboBox *join = combo(u"tailscale.auto-join"_s);
        QVERIFY(texts(join).contains(u"Yes"_s) && texts(join).contains(u"No"_s) && !texts(join).contains(u"true"_s));
        join->setFocus();
        QTest::keyClick(join, Qt::Key_Y);
        QCOMPARE(setting("tailscale.auto-join"), Value(true));
        QTRY_COMPARE(join->currentText(), u"Yes"_s);
    }

    void whatIsMixedIsSetOnAll()
    {
        QVERIFY(m_window->perform({{}, {SetField{ItemId::host(u"box2"_s), u"class"_s, Value(u"unmanaged"_s)}}}));
        m_window->selection().set({ItemId::host(u"box2"_s), ItemId::host(u"factorio-server"_s)});
        QComboBox *kind = combo(u"class"_s);
        QVERIFY(kind);
        QCOMPARE(kind->currentIndex(), -1);
        QCOMPARE(kind->placeholderText(), u"mixed"_s);
        QCOMPARE(texts(kind), (QStringList{u"NixOS"_s, u"macOS (not yet)"_s, u"Unmanaged"_s}));
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_End);
        for (const char *host : {"box2", "factorio-server"})
            QCOMPARE(ofHost(host, "class"), Value(u"unmanaged"_s));
    }

    /// Words that stand beside hosts can be chosen again once a host was.
    void hostsAndWordsStandTogether()
    {
        m_window->selection().set({ItemId::host(u"box2"_s)});
        QComboBox *build = combo(u"build-on"_s);
        QVERIFY(build);
        QCOMPARE(build->currentText(), u"The host itself"_s);
        choose(build, u"factorio-server-mini"_s);
        QCOMPARE(ofHost("box2", "build-on"), Value(u"factorio-server-mini"_s));
        choose(build, u"The operator's machine"_s);
        QCOMPARE(ofHost("box2", "build-on"), Value(u"local"_s));
        QVERIFY(m_window->perform({{}, {AddItem{u"host"_s, u"box3"_s, {}, {}}}})); // the list becomes another
        m_window->selection().set({ItemId::host(u"box2"_s)});
        build = combo(u"build-on"_s);
        QTRY_VERIFY(texts(build).contains(u"box3"_s));
        QCOMPARE(build->currentText(), u"The operator's machine"_s);
        choose(build, u"The host itself"_s);
        QCOMPARE(ofHost("box2", "build-on"), Value(u"target"_s));
        choose(build, u"The operator's machine"_s);
        const QStringList all = texts(build);
        m_window->selection().set({ItemId::host(u"box3"_s)}); // the same rows for another host, and back
        QCOMPARE(combo(u"build-on"_s)->currentText(), u"The host itself"_s);
        m_window->selection().set({ItemId::host(u"box2"_s)});
        QCOMPARE(combo(u"build-on"_s)->currentText(), u"The operator's machine"_s);
        QCOMPARE(texts(combo(u"build-on"_s)), all);
    }

    /// A loader may be "None"; that nobody said which is another thing.
    void whatNobodySaidIsNotSet()
    {
        QVERIFY(m_window->perform({{}, {SetField{ItemId::host(u"box2"_s), u"boot"_s, Value()}}}));
        m_window->selection().set({ItemId::host(u"box2"_s)});
        QComboBox *loader = combo(u"boot.loader"_s);
        QVERIFY(loader);
        QCOMPARE(loader->currentText(), u"(not set)"_s);
        QCOMPARE(texts(loader), (QStringList{u"(not set)"_s, u"GRUB"_s, u"systemd-boot"_s, u"None"_s}));
    }

    /// Long forms are read by headings; none stands alone, and what is not shown leaves none behind.
    void longFormsHaveHeadings()
    {
        const auto headings = [this] {
            QStringList words;
            const QWidget *before = nullptr;
            QList<QWidget *> rows;
            for (auto *each : m_window->inspector().findChildren<QWidget *>()) {
                const bool isRow = each->objectName() == u"group"_s || qobject_cast<FieldEditor *>(each);
                if (isRow && each->isVisible())
                    rows.append(each);
            }
            std::ranges::sort(rows, {}, [](const QWidget *row) { return row->mapToGlobal(QPoint()).y(); });
            for (const QWidget *row : std::as_const(rows)) {
                const auto *label = qobject_cast<const QLabel *>(row);
                if (label)
                    words.append(label->text());
                if (label && before && before->objectName() == u"group"_s)
                    words.append(u"(empty)"_s);
                before = row;
            }
            if (before && before->objectName() == u"group"_s)
                words.append(u"(empty)"_s);
            return words;
        };
        m_window->selection().set({ItemId::host(u"box2"_s)});
        QCOMPARE(headings(), (QStringList{u"SSH"_s, u"Addresses"_s, u"Machine"_s, u"Local network"_s, u"Build"_s}));
        m_window->selection().set({});
        QCOMPARE(headings(), (QStringList{u"Traffic and containers"_s, u"Between hosts"_s, u"Secret files"_s, u"Factorio"_s, u"Public services"_s, u"Deploy"_s, u"Watch"_s}));
        m_window->selection().set({ItemId(u"game/g01"_s)});
        QCOMPARE(headings(), QStringList()); // four fields need none
    }

    /// A field that follows another one says in grey what it is.
    void aDefaultFromElsewhereIsShown()
    {
        m_window->selection().set({ItemId::host(u"box2"_s)});
        const auto *sshd = m_window->inspector().findChild<QLineEdit *>(u"sshd.port"_s);
        QVERIFY(sshd);
        QCOMPARE(sshd->placeholderText(), u"22"_s);
        QVERIFY(m_window->perform({{}, {SetField{ItemId::host(u"box2"_s), u"ssh.port"_s, Value(2222)}}}));
        QTRY_COMPARE(sshd->placeholderText(), u"2222"_s);
        QVERIFY(sshd->text().isEmpty());
    }

    void aLongValueShowsItsBeginning()
    {
        const QString key = u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gRFjxa me@desk"_s;
        QVERIFY(m_window->perform({{}, {SetField{ItemId::fleet(), u"deploy.keys"_s, Value(ValueList{Value(key)})}}}));
        const auto *line = m_window->inspector().findChild<QLineEdit *>(u"deploy.keys"_s);
        QTRY_COMPARE(line->text(), key);
        QVERIFY(line->fontMetrics().horizontalAdvance(key) > line->width());
        QCOMPARE(line->cursorPosition(), 0);
    }

    void waysToMendSpeakOfTitles()
    {
        QVERIFY(m_window->perform({{}, {SetField{ItemId::fleet(), u"overlay"_s, Value(u"none"_s)}}}));
        const auto *mend = m_window->inspector().findChild<QPushButton *>(u"mend:overlay"_s);
        QTRY_VERIFY(mend && mend->isVisibleTo(&m_window->inspector()));
        QCOMPARE(mend->text(), u"Use Tailscale"_s);
    }

    /// What the file says and the catalog does not know is shown as it stands there, until it is mended.
    void anUnknownWordIsShownAsItIs()
    {
        const auto odd = parseFleet(printFleet(tests::twoGameHosts().fleet).replace("edge: split", "edge: both "), Catalog::builtIn());
        QVERIFY(odd);
        open(*odd);
        QComboBox *edge = combo(u"edge.mode"_s);
        QCOMPARE(edge->currentText(), u"both"_s);
        choose(edge, u"One host for all"_s);
        QCOMPARE(setting("edge.mode"), Value(u"single"_s));
        QTRY_COMPARE(texts(edge), (QStringList{u"Each host its own"_s, u"One host for all"_s}));
    }

    void contradictionsAreShownByTitles()
    {
        const MergeConflict conflict{ItemId::fleet(), u"edge.mode"_s, Value(u"split"_s), Value(u"single"_s), Value()};
        const ConflictDialog dialog(u"fleet.yaml"_s, {conflict}, Catalog::builtIn());
        QCOMPARE(dialog.findChild<QRadioButton *>(u"ours-0"_s)->text(), u"One host for all"_s);
        QCOMPARE(dialog.findChild<QRadioButton *>(u"theirs-0"_s)->text(), u"(nothing)"_s);
    }
};

QTEST_MAIN(TestWindowChoices)
#include "tst_windowchoices.moc"
