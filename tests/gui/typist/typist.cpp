// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the keyboard of the real program, for tests that kill it: a plugin that Qt loads where QT_QPA_GENERIC_PLUGINS names it.
// TYPIST_JOURNAL says where it notes what it does, a line each, written before the next is done; TYPIST_TASK what that is:
//   type     sets the number of "g01" higher and higher; "begin N MS", "end N MS"
//   save     the same, and saves now and then; "saved N"
//   recover  takes what the program offers to recover, saves it and leaves; "offered", "saved"
//   look     notes what stands there after a start, and leaves: "title", "screen", "full", "tour" and "start" if so
//   fill     goes to the last screen, makes the window fill it (F11), and leaves it so

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QGenericPlugin>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QPointer>
#include <QScreen>
#include <QTest>
#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

class Typist : public QObject
{
    Q_OBJECT
public:
    Typist()
        : m_task(qEnvironmentVariable("TYPIST_TASK")),
          m_journal(::open(qgetenv("TYPIST_JOURNAL").constData(), O_WRONLY | O_CREAT | O_APPEND, 0600))
    {
        m_clock.start();
        connect(&m_beat, &QTimer::timeout, this, &Typist::beat);
        m_beat.start(2);
    }

private:
    void note(const QByteArray &line)
    {
        const QByteArray whole = line + '\n';
        if (::write(m_journal, whole.constData(), size_t(whole.size())) != whole.size())
            _exit(3);
    }

    QMainWindow *window() const
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == u"window"_s && widget->isVisible())
                return qobject_cast<QMainWindow *>(widget);
        }
        return nullptr;
    }

    void beat()
    {
        if (!window())
            return;
        if (m_task == u"recover"_s)
            recover();
        else if (m_task == u"look"_s)
            look();
        else if (m_task == u"fill"_s)
            fill();
        else if (m_line)
            type();
        else
            findGame();
    }

    /// Ctrl+F, its name, Enter; then its port in the inspector.
    void findGame()
    {
        window()->activateWindow();
        QTest::keyClick(window(), Qt::Key_F, Qt::ControlModifier);
        auto *words = window()->findChild<QLineEdit *>(u"find-words"_s);
        if (!words || !words->isVisible())
            return;
        QTest::keyClicks(words, u"g01"_s);
        QTest::keyClick(words, Qt::Key_Return);
        QTest::keyClick(words, Qt::Key_Escape);
        m_line = window()->findChild<QLineEdit *>(u"udp-port"_s);
        if (m_line)
            m_number = m_line->text().toInt();
    }

    void type()
    {
        if (!m_line->hasFocus())
            m_line->setFocus();
        m_number = m_number % 60000 + 1;
        note("begin " + QByteArray::number(m_number) + ' ' + QByteArray::number(m_clock.elapsed()));
        QTest::keyClick(m_line, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(m_line, QString::number(m_number));
        QTest::keyClick(m_line, Qt::Key_Return);
        note("end " + QByteArray::number(m_number) + ' ' + QByteArray::number(m_clock.elapsed()));
        if (m_task == u"save"_s && m_number % 12 == 0) {
            QTest::keyClick(window(), Qt::Key_S, Qt::ControlModifier);
            if (!window()->isWindowModified())
                note("saved " + QByteArray::number(m_number));
        }
    }

    void recover()
    {
        QWidget *dialog = QApplication::activeModalWidget();
        if (dialog && dialog->objectName() == u"recovery-dialog"_s && !m_offered) {
            m_offered = true;
            note("offered " + dialog->findChild<QListWidget *>(u"drafts"_s)->item(0)->text().toUtf8());
            QTest::keyClick(dialog, Qt::Key_Return); // its default is to recover
        } else if (!dialog && m_offered && window()->isWindowModified()) {
            window()->activateWindow(); // the dialog had the keyboard until now
            QTest::keyClick(window(), Qt::Key_S, Qt::ControlModifier);
            if (window()->isWindowModified())
                return;
            note("saved");
            m_beat.stop();
            window()->close();
        } else if (dialog && m_offered && dialog->objectName() != u"recovery-dialog"_s) {
            note("asked " + dialog->objectName().toUtf8()); // nobody expects a question here
            _exit(5);
        }
    }

    /// A moment after the start: what opens late is there, too.
    void look()
    {
        if (++m_beats < 150)
            return;
        note("title " + window()->windowTitle().toUtf8());
        note("screen " + window()->screen()->name().toUtf8());
        if (window()->isFullScreen())
            note("full");
        for (const auto &[name, words] : {std::pair(u"guide"_s, "tour"), std::pair(u"start"_s, "start")}) {
            if (const auto *part = window()->findChild<QWidget *>(name); part && part->isVisible())
                note(words);
        }
        leave();
    }

    void fill()
    {
        if (++m_beats == 20) {
            window()->setGeometry(QGuiApplication::screens().constLast()->availableGeometry().adjusted(40, 40, -40, -40));
        } else if (m_beats == 60) {
            window()->activateWindow();
            QTest::keyClick(window(), Qt::Key_F11);
        } else if (m_beats == 100) {
            note("screen " + window()->screen()->name().toUtf8());
            leave();
        }
    }

    void leave()
    {
        m_beat.stop();
        window()->close();
    }

    const QString m_task;
    const int m_journal;
    QElapsedTimer m_clock;
    QTimer m_beat;
    QPointer<QLineEdit> m_line;
    int m_number = 0, m_beats = 0;
    bool m_offered = false;
};

class TypistPlugin : public QGenericPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QGenericPluginFactoryInterface_iid FILE "typist.json")
public:
    QObject *create(const QString &, const QString &) override { return new Typist; }
};

#include "typist.moc"
