// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/exportactions.h"

#include "gui/actions/actions.h"
#include "gui/derived.h"
#include "gui/design/preview.h"
#include "gui/diagram.h"
#include "gui/itemtable.h"
#include "gui/overlay/toast.h"
#include "gui/todo.h"
#include "gui/watch/watchpanel.h"
#include "gui/window.h"
#include "model/safefile.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

ExportActions::ExportActions(Window &window, QMenu *menu) : QObject(&window), m_window(window)
{
    const auto add = [&](const QString &name, const QString &text, void (ExportActions::*does)()) {
        QAction *action = window.actions().add(name, text);
        menu->addAction(action);
        connect(action, &QAction::triggered, this, does);
    };
    add(u"export-picture"_s, tr("&Picture (SVG, PNG, PDF)…"), &ExportActions::exportPicture);
    add(u"export-table"_s, tr("&Table of items (CSV)…"), &ExportActions::exportTable);
    add(u"export-graphs"_s, tr("&Graphs of the watched host (CSV)…"), &ExportActions::exportGraphs);
    menu->addSeparator();
    add(u"copy-picture"_s, tr("&Copy the picture"), &ExportActions::copyPicture);
    add(u"copy-table"_s, tr("Copy the t&able of items"), &ExportActions::copyTable);
    add(u"copy-nix"_s, tr("Copy the Ni&x text that is shown"), &ExportActions::copyNix);
}

static void tell(Window &window, const QString &path, const Result<void> &written)
{
    if (written)
        window.showStatus(ExportActions::tr("Wrote %1").arg(path));
    else
        window.toast().say(withToDo(written.error().message, written.error().hint));
}

void ExportActions::exportPicture()
{
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Export the picture"), u"fleet.svg"_s, tr("Pictures (*.svg *.png *.pdf)"));
    if (!path.isEmpty())
        tell(m_window, path, writeDiagram(m_window.document(), path));
}

void ExportActions::exportTable()
{
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Export the table"), u"fleet.csv"_s, tr("Tables (*.csv)"));
    if (!path.isEmpty())
        tell(m_window, path, writeSafely(path, itemTable(m_window.derived().topology(), m_window.catalog()), {.backup = false}));
}

void ExportActions::exportGraphs()
{
    const QByteArray table = m_window.watchPanel().graphTable();
    if (table.isEmpty())
        return m_window.toast().say(tr("There are no graphs yet: watch the fleet (F7) and select a host."));
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Export the graphs"), m_window.watchPanel().shownHost() + u".csv"_s, tr("Tables (*.csv)"));
    if (!path.isEmpty())
        tell(m_window, path, writeSafely(path, table, {.backup = false}));
}

void ExportActions::copyPicture()
{
    auto *mime = new QMimeData;
    mime->setImageData(diagramImage(m_window.document(), 2));
    mime->setData(u"image/svg+xml"_s, diagramSvg(m_window.document()));
    QGuiApplication::clipboard()->setMimeData(mime);
    m_window.showStatus(tr("The picture is on the clipboard."));
}

void ExportActions::copyTable()
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(itemTable(m_window.derived().topology(), m_window.catalog())));
    m_window.showStatus(tr("The table of items is on the clipboard."));
}

void ExportActions::copyNix()
{
    const auto &tree = m_window.derived().tree();
    const auto file = tree.find(m_window.preview().currentFile());
    if (file == tree.end())
        return m_window.toast().say(tr("No generated file is shown."));
    QGuiApplication::clipboard()->setText(QString::fromUtf8(file->second.text));
    m_window.showStatus(tr("%1 is on the clipboard.").arg(file->first));
}

} // namespace gui
