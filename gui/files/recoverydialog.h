// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Offers the unsaved work that a crash left behind: recover it, discard it, or look at what it changed first.

#include "gui/files/drafts.h"

#include <QDialog>

class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace gui {

using DraftPlaces = QList<std::shared_ptr<DraftPlace>>;

class RecoveryDialog : public QDialog
{
    Q_OBJECT
public:
    explicit RecoveryDialog(const DraftPlaces &places, QWidget *parent = nullptr);

    /// The draft to recover once accepted. Those not discarded stay for the next start.
    std::shared_ptr<DraftPlace> chosen() const;

private:
    void fill();
    void showCurrent();
    void discardCurrent();

    DraftPlaces m_places;
    QListWidget *m_list = nullptr;
    QPlainTextEdit *m_difference = nullptr;
    QPushButton *m_recover = nullptr, *m_discard = nullptr;
};

} // namespace gui
