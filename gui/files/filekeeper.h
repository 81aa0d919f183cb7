// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Looks after the open fleet's file: takes in what other programs save, asks where both changed the same, keeps drafts, and saves
// without losing anything of either side.

#include "gui/files/autosave.h"
#include "gui/files/filewatch.h"

class QWidget;

namespace gui {

class FileKeeper : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QString drafts = gui::draftsFolder(); ///< empty: no drafts are kept
        int autosaveMs = Autosave::usualInterval();
    };
    FileKeeper(model::FleetDocument &document, QWidget *window, const Options &options);

    enum class Saved { Yes, No, Elsewhere }; ///< Elsewhere: the person wants another place
    Saved save();
    Saved saveAs(const QString &path);

    /// Compares the file with what was last read; false when the person has to decide and did not.
    enum class Occasion { Noticed, Saving };
    bool settle(Occasion occasion);

    /// Goes on where the draft ended; what has happened to its file since is put together with it.
    model::Result<void> recover(const std::shared_ptr<DraftPlace> &place);
    const QString &draftsFolder() const { return m_drafts; }
    void giveUpChanges();

    Autosave *autosave() { return m_autosave; } ///< null when no drafts are kept

signals:
    void statusAsked(const QString &words);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool askAboutConflicts(const QByteArray &theirs, const model::Merge &asked);
    bool askAboutUnreadable(const QByteArray &theirs, const model::Error &error);
    void accept(const QByteArray &theirs, const model::Merge &merge, const QString &kept);
    QString keep(const QByteArray &theirs);
    Saved explain(const model::Error &error);
    void say(const QString &words);

    model::FleetDocument &m_document;
    QWidget *m_window;
    QString m_drafts;
    FileWatch m_watch;
    Autosave *m_autosave = nullptr;
    bool m_asking = false;
    QByteArray m_putOff;  ///< their text about which the person did not want to decide yet
    QString m_told;       ///< said already
};

} // namespace gui
