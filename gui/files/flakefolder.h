// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The generated files where they lie, beside the fleet file: notices what a person edits there, and writes without losing it.

#include "model/document.h"
#include "nixgen/generate.h"
#include "nixgen/moveedits.h"

#include <QFileSystemWatcher>
#include <QTimer>

namespace gui {

class Derived;

class FlakeFolder : public QObject
{
    Q_OBJECT
public:
    FlakeFolder(model::FleetDocument &document, const Derived &derived, QObject *parent);

    QString path() const;           ///< empty while the fleet was never saved
    model::FileTree tree() const;   ///< all that is generated, with the hardware that was captured
    const QList<nixgen::HandEdit> &edits() const { return m_edits; }
    const nixgen::HandEdit *edit(const QString &path) const;
    const nixgen::CapturedFiles &captured() const { return m_captured; }
    /// Now, instead of when the folder stirs; with `evenIfNew` also where nothing was ever generated.
    void look(bool evenIfNew = false);

    model::Result<nixgen::WriteReport> write(const nixgen::WriteChoices &choices);
    /// The file becomes what is generated; where its edit went.
    model::Result<QString> overwrite(const QString &path);
    model::Result<nixgen::MovedEdit> move(const QString &path);

signals:
    void changed(); ///< it was looked at: the folder may be another, or what lies in it

private:
    void watch();

    model::FleetDocument &m_document;
    const Derived &m_derived;
    QList<nixgen::HandEdit> m_edits;
    nixgen::CapturedFiles m_captured;
    QString m_path;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
};

} // namespace gui
