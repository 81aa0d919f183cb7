// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What happens when a person chooses a way to mend a problem: the step is done and named, or the field waits for a word.

#include "model/diff.h"
#include "model/fix.h"

#include <QObject>

namespace gui {

class DeployPanel;
class Window;

class ProblemActions : public QObject
{
    Q_OBJECT
public:
    explicit ProblemActions(Window &window);

    void follow(DeployPanel &panel); ///< learns what images the hosts run
    void mend(const model::Fix &fix);
    void mendAll(const QString &code);
    /// Public keys of the person at the desk: ~/.ssh/*.pub.
    static QStringList ownKeys();

private:
    void joinPanels();
    void ask(const model::Fix &fix);
    void askAgent();
    void recallImages();
    void rememberImage(const QString &image, const QString &digest);
    /// A host that went away takes with it what it could read.
    void sayWhatToRotate(const model::FleetChange &change);

    Window &m_window;
    model::Candidates m_candidates;
    bool m_isAgentAsked = false;
};

} // namespace gui
