// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one owner of the open fleet: current value, history and file. Views read it and send edits.

#include "model/codec.h"
#include "model/diff.h"
#include "model/edit.h"
#include "model/history.h"
#include "model/layout.h"
#include "model/merge.h"
#include "model/naming.h"

#include <QObject>

namespace model {

/// What the open fleet's file holds now, compared with what was last read or saved.
struct OnDisk
{
    enum State { Same, Changed, Gone, Unreadable } state = Same;
    QByteArray bytes;    ///< of Changed
    Error error;         ///< of Unreadable, and of Changed into what is no fleet file
};

class FleetDocument : public QObject
{
    Q_OBJECT
public:
    explicit FleetDocument(const Catalog &catalog, QObject *parent = nullptr);

    const Catalog &catalog() const { return m_catalog; }
    const Fleet &fleet() const { return m_now.fleet; }
    const Layout &layout() const { return m_now.layout; }
    const QString &path() const { return m_path; }   ///< empty while it was never saved
    bool isDirty() const;                            ///< by comparing content with what was saved
    const Diagnostics &readDiagnostics() const { return m_readDiagnostics; } ///< what parsing found, kept true by edits

    Result<void> open(const QString &path);
    void adopt(const ParsedFleet &parsed, const QString &path = {}); ///< e.g. a template or the demo
    /// Error "changed-on-disk": somebody else saved meanwhile, and their text stands there untouched; see merged().
    Result<void> save();
    Result<void> saveAs(const QString &path);

    OnDisk onDisk() const;
    /// Their text and our changes put together; nothing changes yet.
    Result<Merge> merged(const QByteArray &theirs, const QList<Side> &choices = {}) const;
    /// Their text counts as the file's, and the fleet becomes `fleet`: one undo step, none when it is the same.
    void takeIn(const QString &text, const QByteArray &theirs, const Fleet &fleet);
    /// Their text counts as the file's, ours stays as it is: saving overwrites theirs.
    void overrule(const QByteArray &theirs);
    /// Boxes that somebody else moved in the layout's file; ours count where both did. No step: places are no design.
    void takeInPlaces();
    /// The fleet becomes what that text says (a draft found again); one undo step. Error: no fleet file.
    Result<void> restore(const QString &text, const QByteArray &fleet, const Layout &layout);
    /// The bytes of the file as last read or saved.
    const QByteArray &savedText() const { return m_savedFleet; }

    /// One undo step, with the places it gives to boxes, if any.
    Result<void> apply(const EditStep &step, const Layout &places = {});
    void place(const QString &text, const Layout &layout); ///< moving boxes, one undo step

    bool canUndo() const { return m_at > 0; }
    bool canRedo() const { return m_at < m_steps.size(); }
    QString undoText() const;
    QString redoText() const;
    void undo();
    void redo();

signals:
    void changed(const model::FleetChange &change);
    void layoutChanged();
    void historyChanged();   ///< undo, redo, dirty or path may read differently now

private:
    struct State { Fleet fleet; Layout layout; };
    struct Step
    {
        QString text;
        FleetPatch fleet;
        Layout before, after;
        std::optional<std::pair<Diagnostics, Diagnostics>> found; ///< where another text came in: before, after
    };
    void start(const ParsedFleet &parsed, const QString &path, const Layout &layout);
    void rememberSaved();
    Result<void> saveLayout(const QString &path, bool isOurs);
    void push(const QString &text, State after, const std::optional<Diagnostics> &found = {});
    void become(State state, const std::optional<Diagnostics> &found = {});

    const Catalog &m_catalog;
    State m_now, m_saved;
    Naming m_naming; ///< as of the last renaming
    QByteArray m_savedFleet, m_savedLayout;
    bool m_isForeign = false; ///< what lies in the file since cannot be read as a fleet
    FileBytes m_layoutFile; ///< as last read or saved
    QList<Step> m_steps;
    qsizetype m_at = 0;
    QString m_path;
    Diagnostics m_readDiagnostics;
};

} // namespace model
