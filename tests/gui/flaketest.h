// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What tests of the flake beside the fleet file share: the window with its preview, and what a person does there.

#include "gui/actions/actions.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/codeview.h"
#include "gui/design/filesearch.h"
#include "gui/design/filelist.h"
#include "gui/design/preview.h"
#include "gui/files/editsdialog.h"
#include "gui/overlay/toast.h"
#include "nixgen/manifest.h"
#include "nixgen/write.h"
#include "remote/deployed.h"
#include "tests/gui/filetest.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTreeWidget>

using namespace tests;

inline const QString hostFile = u"hosts/factorio-server.nix"_s;

class FlakeTest : public FileTest
{
protected:
    Preview &preview() { return m_window->preview(); }
    QComboBox *against() { return m_window->findChild<QComboBox *>(u"preview-against"_s); }
    CodeView *text() { return m_window->findChild<CodeView *>(u"preview-text"_s); }
    QString caption() { return m_window->findChild<QLabel *>(u"preview-caption"_s)->text(); }
    void trigger(const QString &action) { m_window->actions().get(action)->trigger(); }
    void key(QWidget *widget, int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(widget, Qt::Key(key), modifiers); }
    QByteArray file(const QString &path) const { return tests::readFile(m_dir->filePath(path)); }
    void writeFile(const QString &path, const QByteArray &text) { QVERIFY(tests::writeFile(m_dir->filePath(path), text)); }
    /// What the editor was given last.
    QByteArray opened() const
    {
        QFile told(m_dir->filePath(u"opened"_s));
        return told.open(QIODevice::ReadOnly) ? told.readAll().trimmed() : QByteArray();
    }
    EditsRow &row() { return preview().editsRow(); }

    /// Chooses in the selector by keyboard, as a person does.
    void choose(const QString &words)
    {
        const int wanted = against()->findText(words);
        QVERIFY2(wanted >= 0, qPrintable(words));
        against()->setFocus();
        while (against()->currentIndex() != wanted)
            key(against(), against()->currentIndex() < wanted ? Qt::Key_Down : Qt::Key_Up);
    }
    QModelIndex fileRow(const QString &path) { return m_window->findChild<gui::FileList *>()->files().find(path); }
    QString counts(const QString &path) { return fileRow(path).isValid() ? fileRow(path).siblingAtColumn(gui::FileListModel::Words).data().toString() : u"no row"_s; }
    /// The lines with a sign, as "+ text".
    QStringList signedLines()
    {
        QStringList lines;
        for (QTextBlock block = text()->document()->begin(); block.isValid(); block = block.next()) {
            if (const QString sign = text()->signAt(block.blockNumber()); !sign.isEmpty())
                lines.append(sign + u' ' + block.text().trimmed());
        }
        return lines;
    }
    void writeFlake()
    {
        trigger(u"write-flake"_s);
        QVERIFY2(status().contains(u"files written"_s), qPrintable(status() + m_window->toast().words()));
    }
    void editByHand(const char *from, const char *to)
    {
        const QByteArray edited = file(hostFile).replace(from, to);
        QVERIFY(edited != file(hostFile));
        writeFile(hostFile, edited);
    }
};
