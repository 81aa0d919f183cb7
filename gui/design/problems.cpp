// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/problems.h"

#include "gui/icons.h"
#include "gui/theme.h"

#include <QHeaderView>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

ProblemsList::ProblemsList(QWidget *parent) : QTreeWidget(parent), m_theme(&Theme::darkTheme())
{
    setObjectName(u"problems"_s);
    setAccessibleName(tr("Problems"));
    setFrameShape(NoFrame);
    setRootIsDecorated(false);
    setAlternatingRowColors(true);
    setColumnCount(4);
    setHeaderLabels({tr("Problem"), tr("Where"), tr("Line"), tr("Code")});
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const int column : {1, 2, 3})
        header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    setWordWrap(true);
    const auto go = [this](QTreeWidgetItem *row) {
        const Diagnostic &d = m_diagnostics.at(row->data(0, Qt::UserRole).toInt());
        emit picked(d.item, d.field);
    };
    connect(this, &QTreeWidget::itemClicked, this, go);
    connect(this, &QTreeWidget::itemActivated, this, go);
}

void ProblemsList::show(const Diagnostics &diagnostics)
{
    m_diagnostics = diagnostics;
    std::stable_sort(m_diagnostics.begin(), m_diagnostics.end(),
                     [](const Diagnostic &a, const Diagnostic &b) { return a.severity > b.severity; });
    rebuild();
}

void ProblemsList::setTheme(const Theme &theme)
{
    m_theme = &theme;
    rebuild();
}

void ProblemsList::rebuild()
{
    clear();
    QList<QTreeWidgetItem *> rows;
    for (qsizetype i = 0; i < m_diagnostics.size(); ++i) {
        const Diagnostic &d = m_diagnostics.at(i);
        auto *row = new QTreeWidgetItem({d.message, d.item.text(), d.position.line ? QString::number(d.position.line) : QString(), d.code});
        const QString shape = severityName(d.severity);
        row->setIcon(0, icon(shape, d.severity == Severity::Error ? m_theme->bad : d.severity == Severity::Warning ? m_theme->warning : m_theme->accent));
        row->setToolTip(0, d.message);
        row->setData(0, Qt::UserRole, int(i));
        row->setForeground(3, m_theme->dim);
        rows.append(row);
    }
    addTopLevelItems(rows);
}

void ProblemsList::step(int by)
{
    const int count = topLevelItemCount();
    if (count == 0)
        return;
    const int now = currentItem() ? indexOfTopLevelItem(currentItem()) : (by > 0 ? -1 : 0);
    QTreeWidgetItem *next = topLevelItem((now + by + count) % count);
    setCurrentItem(next);
    const Diagnostic &d = m_diagnostics.at(next->data(0, Qt::UserRole).toInt());
    emit picked(d.item, d.field);
}

void ProblemsList::paintEvent(QPaintEvent *event)
{
    QTreeWidget::paintEvent(event);
    if (topLevelItemCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme->dim);
    painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("No problems. This fleet can be generated."));
}

} // namespace gui
