// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What follows from the open fleet: topology, findings and generated files, made true after every change by looking at what
// changed, and told once. At the start of the program, and of a big fleet that is opened, the picture comes first; findings and
// files follow in slices, between which the window answers.

#include "model/document.h"
#include "model/filetree.h"
#include "model/resolution.h"
#include "model/validation.h"

#include <QObject>
#include <QTimer>

namespace gui {

class Derived : public QObject
{
    Q_OBJECT
public:
    enum class Start { Complete, PictureFirst };
    explicit Derived(model::FleetDocument &document, Start start = Start::Complete, QObject *parent = nullptr);

    const model::Topology &topology() const { return m_resolution.topology(); }
    /// Of reading and of validating; of reading only while isChecking().
    const model::Diagnostics &diagnostics() const { return m_diagnostics; }
    /// All generated files; while isChecking() those that are made so far.
    const model::FileTree &tree() const { return m_tree; }
    /// Paths whose text differs from before the last change.
    const QStringList &touched() const { return m_touched; }
    /// Paths that are there no more since the last change; where everything changed they are not told.
    const QStringList &gone() const { return m_gone; }
    /// Hosts that may look different since the last change.
    const model::Touched &touchedHosts() const { return m_hosts; }
    /// Whether findings and files are still to come; completed() tells when they are there.
    bool isChecking() const { return m_isChecking; }
    void complete(); ///< now instead of shortly
    /// Whether the picture of what was opened is still to be painted. Until it is nothing else begins, for two seconds at most.
    bool awaitsPicture() const { return m_awaitsPicture; }
    void pictureShown();
    void expectPicture(); ///< the next fleet's picture comes first, whatever the fleet's size

signals:
    void aboutToChange(); ///< what was handed out is about to become another
    void changed(const model::FleetChange &change);
    void pictured();
    void completed();

private:
    void update(const model::FleetChange &change);
    void check();
    void generateSome();
    void regenerateAll();
    void regenerate();
    void generate(const QString &path);
    void take(const QString &path, model::Result<model::GeneratedFile> file);

    model::FleetDocument &m_document;
    model::Fleet m_before; ///< as of the files
    model::Resolution m_resolution;
    model::Validation m_validation;
    model::Touched m_hosts;
    model::Diagnostics m_diagnostics;
    model::FileTree m_tree;
    QStringList m_touched, m_gone;
    QStringList m_waiting; ///< files still to be made
    bool m_isChecking = false, m_awaitsPicture = false, m_expectsPicture = false;
    QTimer m_later;
};

} // namespace gui
