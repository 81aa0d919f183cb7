// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/texteditor.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QProcess>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace gui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(TextEditor)
};

/// Editors that live in a terminal, which we have none of.
bool needsTerminal(const QString &program)
{
    static const QStringList known{u"vi"_s,    u"vim"_s, u"nvim"_s, u"nano"_s, u"pico"_s, u"micro"_s, u"hx"_s, u"helix"_s,
                                   u"kak"_s,   u"joe"_s, u"ne"_s,   u"mcedit"_s, u"ed"_s,   u"emacsclient"_s};
    return known.contains(QFileInfo(program).fileName());
}

} // namespace

model::Result<void> openInEditor(const QString &path)
{
    QStringList words = QProcess::splitCommand(qEnvironmentVariable("VISUAL"));
    if (!words.isEmpty() && !needsTerminal(words.constFirst())) {
        const QString program = words.takeFirst();
        if (QProcess::startDetached(program, words + QStringList(path)))
            return {};
        return model::fail(u"no-editor"_s, Words::tr("%1, which VISUAL names, cannot be started").arg(program), Words::tr("set VISUAL to an editor that is there"));
    }
    if (QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
        return {};
    return model::fail(u"no-editor"_s, Words::tr("the desktop opens no editor for %1").arg(path), Words::tr("set VISUAL to an editor with a window of its own"));
}

} // namespace gui
