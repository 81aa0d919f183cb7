// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The proposals on how to take a running host into the fleet, each with a box to tick: what, old and new value, and why.

#include "model/adoption.h"

#include <QTreeWidget>

namespace gui {

struct Theme;

class ProposalTable : public QTreeWidget
{
    Q_OBJECT
public:
    ProposalTable(const Theme &theme, QWidget *parent);

    /// Ticks what is safe. `files`: whether captured files can be written; `whyNot` says why else.
    void show(const model::Adoption &adoption, bool files, const QString &whyNot);
    void tick(const QStringList &ids); ///< these and no others, as far as what they need is ticked, too
    QStringList ticked() const;
    QStringList tickable() const;

signals:
    void tickedChanged();

private:
    QTreeWidgetItem *row(const model::Proposal &proposal, bool isPossible, const QString &whyNot);
    void follow(QTreeWidgetItem *changed);

    const Theme &m_theme;
    model::Adoption m_adoption;
};

} // namespace gui
