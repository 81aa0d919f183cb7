// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/problemspanel.h"

#include "gui/counted.h"
#include "gui/design/problems.h"
#include "gui/icons.h"
#include "gui/still.h"
#include "gui/theme.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

ProblemsPanel::ProblemsPanel(ProblemsList *list, QWidget *parent) : QWidget(parent), m_list(list), m_theme(&Theme::darkTheme())
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QWidget;
    auto *bar = new QHBoxLayout(row);
    bar->setContentsMargins(6, 3, 6, 3);
    bar->setSpacing(4);
    column->addWidget(new Still(row, this)); // how many there are is said behind other tabs, too
    column->addWidget(list, 1);
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Note})
        bar->addWidget(makeSwitch(severity));
    bar->addStretch(1);
    connect(list, &ProblemsList::shownChanged, this, &ProblemsPanel::refresh);
    refresh();
}

QToolButton *ProblemsPanel::makeSwitch(Severity severity)
{
    auto *button = new QToolButton(this);
    button->setObjectName(u"show-"_s + severityName(severity));
    button->setCheckable(true);
    button->setChecked(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_switches.insert(int(severity), button);
    connect(button, &QToolButton::toggled, this, &ProblemsPanel::apply);
    return button;
}

void ProblemsPanel::setTheme(const Theme &theme)
{
    m_theme = &theme;
    m_list->setTheme(theme);
    for (auto it = m_switches.cbegin(); it != m_switches.cend(); ++it) {
        const Severity severity = Severity(it.key());
        const QColor color = severity == Severity::Error ? m_theme->bad : severity == Severity::Warning ? m_theme->warning : m_theme->accent;
        it.value()->setIcon(icon(severityName(severity), color));
    }
    refresh();
}

void ProblemsPanel::apply()
{
    QSet<Severity> shown;
    for (auto it = m_switches.cbegin(); it != m_switches.cend(); ++it) {
        if (it.value()->isChecked())
            shown.insert(Severity(it.key()));
    }
    m_list->setShown(shown);
}

void ProblemsPanel::refresh()
{
    const auto words = [](Severity severity, qsizetype count) {
        if (severity == Severity::Error)
            return counted(count, tr("%1 error"), tr("%1 errors"));
        if (severity == Severity::Warning)
            return counted(count, tr("%1 warning"), tr("%1 warnings"));
        return counted(count, tr("%1 note"), tr("%1 notes"));
    };
    for (auto it = m_switches.cbegin(); it != m_switches.cend(); ++it) {
        const Severity severity = Severity(it.key());
        it.value()->setText(words(severity, m_list->count(severity)));
        it.value()->setToolTip(it.value()->isChecked() ? tr("Hide them") : tr("Show them"));
    }
}

} // namespace gui
