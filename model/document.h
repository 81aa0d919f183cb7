// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one owner of the open fleet: current value, history and file. Views read it and send edits.

#include "model/codec.h"
#include "model/diff.h"
#include "model/edit.h"
#include "model/layout.h"

#include <QObject>

namespace model {

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
    Result<void> save();
    Result<void> saveAs(const QString &path);

    Result<void> apply(const EditStep &step);        ///< one undo step
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
    struct Step { QString text; State before, after; };
    void start(const ParsedFleet &parsed, const QString &path, const Layout &layout);
    void rememberSaved();
    void push(const QString &text, State after);
    void become(const State &state);

    const Catalog &m_catalog;
    State m_now;
    QByteArray m_savedFleet, m_savedLayout;
    QList<Step> m_steps;
    qsizetype m_at = 0;
    QString m_path;
    Diagnostics m_readDiagnostics;
};

} // namespace model
