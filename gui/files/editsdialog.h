// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Asks, file by file, what becomes of hand edits that are in the way of writing the flake.

#include "gui/design/editsrow.h"

#include <QDialog>

class QComboBox;
class QGridLayout;

namespace gui {

class EditsDialog : public QDialog
{
    Q_OBJECT
public:
    EditsDialog(const QList<nixgen::HandEdit> &edits, QWidget *parent = nullptr);

    QHash<QString, EditChoice> choices() const;

private:
    void addRow(const nixgen::HandEdit &edit, QWidget *table, QGridLayout *grid);

    QHash<QString, QComboBox *> m_rows;
};

} // namespace gui
