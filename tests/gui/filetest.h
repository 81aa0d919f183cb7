// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A window on a fleet file of its own, for tests of what happens to the file; and hands for the dialogs that come up.

#include "gui/actions/fileactions.h"
#include "gui/files/drafts.h"
#include "tests/gui/fixture.h"

#include <QAbstractButton>
#include <QSaveFile>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTimer>

namespace tests {

using namespace Qt::StringLiterals;
using namespace gui;
using namespace model;

inline const ItemId g01(u"game/g01"_s), g02(u"game/g02"_s);

inline EditStep port(const ItemId &game, int number)
{
    return {{}, {SetField{game, u"udp-port"_s, number}}};
}

/// Does something with the next dialog of that name, once, as soon as it shows.
class Answer : public QObject
{
public:
    Answer(QString name, std::function<void(QWidget *)> act) : m_name(std::move(name)), m_act(std::move(act))
    {
        m_timer.setInterval(5);
        connect(&m_timer, &QTimer::timeout, this, &Answer::look);
        m_timer.start();
    }
    bool done() const { return m_done; }

private:
    void look()
    {
        QWidget *dialog = QApplication::activeModalWidget();
        const bool fits = dialog && dialog->isVisible() && (dialog->objectName() == m_name || dialog->inherits(m_name.toLatin1().constData()));
        if (!fits || m_done)
            return;
        m_done = true;
        m_timer.stop();
        m_act(dialog);
    }

    QString m_name;
    std::function<void(QWidget *)> m_act;
    QTimer m_timer;
    bool m_done = false;
};

inline void press(QWidget *dialog, const QString &name)
{
    auto *button = dialog->findChild<QAbstractButton *>(name);
    if (!button)
        return QTest::qFail(qPrintable(name), __FILE__, __LINE__);
    QTest::mouseClick(button, Qt::LeftButton);
}

inline void pressText(QWidget *dialog, const QString &text)
{
    for (QAbstractButton *button : dialog->findChildren<QAbstractButton *>())
        if (button->text().remove(u'&') == text)
            return QTest::mouseClick(button, Qt::LeftButton);
    QTest::qFail(qPrintable(text), __FILE__, __LINE__);
}


/// Derive the test class from it; start() and stop() around each test.
class FileTest : public QObject
{
protected:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Window> m_window;
    QByteArray m_text;

    QString path() const { return m_dir->filePath(u"fleet.yaml"_s); }
    QByteArray onDisk() const { return tests::readFile(path()); }
    QString status() const { return m_window->statusBar()->currentMessage(); }
    FleetDocument &document() { return m_window->document(); }
    int portOf(const ItemId &game) { return int(document().fleet().find(game)->values.at(u"udp-port").toInt()); }
    void save() { m_window->findChild<QAction *>(u"action-save"_s)->trigger(); }
    QStringList drafts() const { return QDir(draftsFolder()).entryList({u"*.draft"_s}, QDir::Files); }
    QByteArray theirs(const char *from, const char *to) const { return QByteArray(m_text).replace(from, to); }
    /// As many editors do: another file takes the name.
    void otherProgramSaves(const QByteArray &bytes)
    {
        QSaveFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit());
    }

    void open()
    {
        m_window = tests::openWindow(tests::templateFleet());
        QVERIFY(m_window->openFile(path()));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void start()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("XDG_STATE_HOME", QFile::encodeName(m_dir->filePath(u"state"_s)));
        qunsetenv("SWITCHYARD_AUTOSAVE_MS");
        m_text = tests::readFile(tests::sourcePath(u"resources/templates/claudetorio.yaml"_s));
        QVERIFY(tests::writeFile(path(), m_text));
        open();
    }

    void stop()
    {
        m_window.reset();
        m_dir.reset();
    }
};

} // namespace tests
