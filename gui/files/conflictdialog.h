// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Asks, field by field, whose change counts where two people changed the same thing.

#include "model/catalog.h"
#include "model/merge.h"

#include <QDialog>

class QButtonGroup;

namespace gui {

class ConflictDialog : public QDialog
{
    Q_OBJECT
public:
    ConflictDialog(const QString &path, const QList<model::MergeConflict> &conflicts, const model::Catalog &catalog, QWidget *parent = nullptr);

    QList<model::Side> choices() const; ///< in the order of the conflicts

private:
    QWidget *table(const QList<model::MergeConflict> &conflicts, const model::Catalog &catalog);
    void chooseAll(model::Side side);

    QList<QButtonGroup *> m_rows;
};

/// "Game port of g01", "the host box2"
QString conflictTitle(const model::MergeConflict &conflict, const model::Catalog &catalog);
/// The value in one line, "(nothing)" where there is none.
QString shownValue(const model::Value &value);

} // namespace gui
