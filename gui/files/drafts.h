// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Unsaved work as it lies on disk between two saves: one file per open window, below the user's state folder and never beside the
// flake, so that a crash loses no more than one interval.

#include "model/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QLockFile>

#include <memory>

namespace gui {

struct Draft
{
    QString path;              ///< of the fleet file; empty: it was never saved
    QDateTime time;
    QByteArray base;           ///< the file as it was when the work began
    QByteArray fleet, layout;

    QByteArray baseHash() const;
    bool operator==(const Draft &) const = default;
};

QByteArray printDraft(const Draft &draft);
model::Result<Draft> parseDraft(const QByteArray &bytes); ///< Error: cut off, or no draft

/// $XDG_STATE_HOME/switchyard/drafts, made for its owner only.
QString draftsFolder();

/// The place of one window's draft; held by a lock as long as the window lives, so that no other takes it for abandoned.
class DraftPlace
{
public:
    explicit DraftPlace(const QString &folder); ///< a new one; nothing is written yet
    ~DraftPlace();

    const QString &file() const { return m_file; }
    model::Result<void> write(const Draft &draft);
    model::Result<Draft> read() const;
    void remove();

    /// Those whose window is gone, newest first; each is locked from now on.
    static QList<std::shared_ptr<DraftPlace>> abandoned(const QString &folder);

private:
    explicit DraftPlace(std::unique_ptr<QLockFile> lock, QString file);

    std::unique_ptr<QLockFile> m_lock;
    QString m_file;
};

} // namespace gui
