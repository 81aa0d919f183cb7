// SPDX-License-Identifier: GPL-3.0-or-later
// The generated flake beside a fleet file: what the preview compares it with, edits made by hand, and the search.

#include "gui/shots.h"

#include "gui/actions/actions.h"
#include "gui/derived.h"
#include "gui/design/preview.h"
#include "gui/stage.h"
#include "model/safefile.h"

#include <QApplication>
#include <QLineEdit>
#include <QtTest/QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

/// The flake written beside a fleet file, edited by hand there, and compared.
void Shots::flake()
{
    const QString folder = m_folder.filePath(u".settings/flake"_s), path = folder + u"/fleet.yaml"_s;
    QDir(folder).removeRecursively();
    if (!QDir().mkpath(folder) || !writeSafely(path, printFleet(m_demo.fleet().fleet), {.backup = false}) || !m_window.openFile(path))
        return m_failures.append(QObject::tr("the fleet cannot be written into %1").arg(folder));
    const QList<PlacedHost> &hosts = m_window.derived().topology().hosts;
    const QString host = folder + u"/hosts/%1.nix"_s.arg(hosts.constFirst().name);
    m_window.setMode(Mode::Design);
    m_window.showPanel(&m_window.preview());
    const auto shown = [this](const QString &action, const QString &name) {
        m_window.actions().get(action)->trigger();
        both(name);
    };
    shown(u"compare-generated"_s, u"flake-never-generated"_s);
    m_window.actions().get(u"write-flake"_s)->trigger();
    shown(u"compare-generated"_s, u"flake-same"_s);
    clash();
    shown(u"compare-generated"_s, u"flake-since-generated"_s);
    m_window.document().undo();
    const auto text = readBytes(host);
    if (text && *text)
        (void)writeSafely(host, QByteArray(**text).replace("/dev/sda", "/dev/nvme0n1"), {.backup = false});
    shown(u"compare-now"_s, u"flake-edited"_s);
    shown(u"compare-edits"_s, u"flake-edits"_s);
    QTimer::singleShot(120, &m_window, [this] {
        if (QWidget *opened = QApplication::activeModalWidget()) {
            picture(*opened, u"flake-edits-question"_s);
            opened->close();
        }
    });
    m_window.actions().get(u"write-flake"_s)->trigger();
    m_window.actions().get(u"compare-now"_s)->trigger();
    m_window.actions().get(u"search-files"_s)->trigger();
    if (auto *words = m_window.findChild<QLineEdit *>(u"file-search-words"_s)) {
        typeInto(*words, u"port"_s);
        QTest::keyClick(words, Qt::Key_Down);
        both(u"flake-search"_s);
        QTest::keyClick(words, Qt::Key_Escape);
    }
    menu(u"menu-flake"_s);
    m_window.showFleet(m_demo.fleet());
}

} // namespace gui
