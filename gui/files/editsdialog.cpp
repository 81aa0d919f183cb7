// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/editsdialog.h"

#include "model/linediff.h"
#include "nixgen/override.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

EditsDialog::EditsDialog(const QList<nixgen::HandEdit> &edits, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"edits-dialog"_s);
    setWindowTitle(tr("Files edited by hand"));
    auto *words = new QLabel(tr("These files were edited since they were generated, or are not ours. All others will be written. What shall become of these?"), this);
    words->setWordWrap(true);
    auto *table = new QWidget(this);
    auto *grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(18);
    for (const nixgen::HandEdit &edit : edits)
        addRow(edit, table, grid);
    grid->setRowStretch(grid->rowCount(), 1);
    grid->setColumnStretch(0, 1);
    auto *area = new QScrollArea(this);
    area->setWidget(table);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *note = new QLabel(tr("What gives way is kept in .switchyard/edits. Cancel writes nothing."), this);
    note->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *write = buttons->addButton(tr("&Write the flake"), QDialogButtonBox::AcceptRole);
    write->setObjectName(u"edits-write"_s);
    write->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(words);
    layout->addWidget(area, 1);
    layout->addWidget(note);
    layout->addWidget(buttons);
    resize(760, qMin(520, 220 + 36 * int(edits.size())));
}

void EditsDialog::addRow(const nixgen::HandEdit &edit, QWidget *table, QGridLayout *grid)
{
    const model::LineCount lines = model::countChanges(edit.base, edit.edited);
    auto *choice = new QComboBox(table);
    choice->setObjectName(u"choice-"_s + edit.path);
    choice->setAccessibleName(tr("What becomes of %1").arg(edit.path));
    choice->addItem(tr("Keep mine"), int(EditChoice::Keep));
    choice->addItem(tr("Overwrite; keep the edit aside"), int(EditChoice::Overwrite));
    if (edit.isOurs && !edit.isObsolete && !nixgen::overridePath(edit.path).isEmpty())
        choice->addItem(tr("Move to %1").arg(nixgen::overridePath(edit.path)), int(EditChoice::Move));
    const int row = grid->rowCount();
    auto *name = new QLabel(edit.path, table);
    name->setTextFormat(Qt::PlainText);
    grid->addWidget(name, row, 0);
    grid->addWidget(new QLabel(edit.isOurs ? u"+%1 −%2"_s.arg(lines.come).arg(lines.gone) : tr("not written by us"), table), row, 1);
    grid->addWidget(choice, row, 2);
    m_rows.insert(edit.path, choice);
}

QHash<QString, EditChoice> EditsDialog::choices() const
{
    QHash<QString, EditChoice> chosen;
    for (auto it = m_rows.cbegin(); it != m_rows.cend(); ++it)
        chosen.insert(it.key(), EditChoice(it.value()->currentData().toInt()));
    return chosen;
}

} // namespace gui
