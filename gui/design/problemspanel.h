// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The problems with a bar above them that counts each severity and hides or shows it.

#include "model/diagnostic.h"

#include <QWidget>

class QToolButton;

namespace gui {

class ProblemsList;
struct Theme;

class ProblemsPanel : public QWidget
{
    Q_OBJECT
public:
    /// Takes the list in.
    explicit ProblemsPanel(ProblemsList *list, QWidget *parent = nullptr);
    void setTheme(const Theme &theme);

private:
    QToolButton *makeSwitch(model::Severity severity);
    void refresh();
    void apply();

    ProblemsList *m_list;
    const Theme *m_theme;
    QHash<int, QToolButton *> m_switches; ///< by severity
};

} // namespace gui
