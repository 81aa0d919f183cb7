// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps a draft of unsaved changes on disk: written at most one interval after the first of them, removed when they are saved,
// undone or discarded.

#include "gui/files/drafts.h"
#include "model/document.h"

#include <QTimer>

namespace gui {

class Autosave : public QObject
{
    Q_OBJECT
public:
    Autosave(model::FleetDocument &document, QString folder, int intervalMs, QObject *parent = nullptr);
    ~Autosave() override; ///< the last draft stays, unless the person gave the changes up

    /// $SWITCHYARD_AUTOSAVE_MS, or a minute.
    static int usualInterval();

    void saveNow();
    void giveUp() { m_givenUp = true; } ///< until the next edit: the draft goes with this
    void adopt(std::shared_ptr<DraftPlace> place); ///< goes on in the draft that was recovered
    QString draftFile() const { return m_place ? m_place->file() : QString(); }

signals:
    void failed(const QString &words);

private:
    void look();
    void removeDraft();

    model::FleetDocument &m_document;
    QString m_folder;
    QTimer m_timer;
    std::shared_ptr<DraftPlace> m_place; ///< from the first draft on
    bool m_givenUp = false, m_clean = true;
};

} // namespace gui
