// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/problems.h"

#include "gui/design/problemrow.h"
#include "gui/icons.h"
#include "gui/theme.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

namespace {

QString severityWord(Severity severity)
{
    return severity == Severity::Error     ? ProblemsList::tr("Error")
           : severity == Severity::Warning ? ProblemsList::tr("Warning")
                                           : ProblemsList::tr("Note");
}

} // namespace

ProblemsList::ProblemsList(QWidget *parent) : QTreeWidget(parent), m_theme(&Theme::darkTheme())
{
    setObjectName(u"problems"_s);
    setAccessibleName(tr("Problems"));
    setFrameShape(NoFrame);
    setRootIsDecorated(false);
    setAlternatingRowColors(true);
    setMouseTracking(true);
    setColumnCount(6);
    setHeaderLabels({tr("Problem"), tr("Where"), tr("With"), tr("Way to mend it"), tr("Line"), tr("Code")});
    setItemDelegate(new ProblemRow(*this));
    header()->setStretchLastSection(false);
    header()->setResizeContentsPrecision(0); // only what is seen: there may be thousands
    header()->setSectionResizeMode(Message, QHeaderView::Stretch);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column == Message)
            scheduleDelayedItemsLayout(); // the words wrap anew
    });
    for (const int column : {Where, With, Mend, Line, Code})
        header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    setWordWrap(true);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *row) { pick(indexFromItem(row, Message)); });
}

void ProblemsList::setFixer(Fixer fixer, Namer namer)
{
    m_fixer = std::move(fixer);
    m_namer = std::move(namer);
}

void ProblemsList::show(const Diagnostics &diagnostics)
{
    m_found = diagnostics;
    refresh();
}

void ProblemsList::showBeside(const Diagnostics &diagnostics)
{
    if (diagnostics == m_beside)
        return;
    m_beside = diagnostics;
    refresh();
    emit besideChanged();
}

void ProblemsList::refresh()
{
    Diagnostics sorted = m_found + m_beside;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Diagnostic &a, const Diagnostic &b) { return a.severity > b.severity; });
    m_fixes.clear(); // ports and names that were free may be taken now
    if (sorted == m_diagnostics && topLevelItemCount() == sorted.size())
        return viewport()->update();
    become(std::move(sorted));
}

void ProblemsList::forgetFixes()
{
    m_fixes.clear();
    viewport()->update();
}

void ProblemsList::setChecking(bool checking)
{
    m_isChecking = checking;
    viewport()->update();
}

void ProblemsList::setTheme(const Theme &theme)
{
    m_theme = &theme;
    viewport()->update();
}

void ProblemsList::setShown(const QSet<Severity> &severities)
{
    m_shown = severities;
    filter();
}

qsizetype ProblemsList::count(Severity severity) const
{
    return std::count_if(m_diagnostics.begin(), m_diagnostics.end(),
                         [&](const Diagnostic &d) { return d.severity == severity; });
}

/// What rows say is looked up when they are looked at: after an edit thousands may stand in another line of the file.
class ProblemsList::Row : public QTreeWidgetItem
{
public:
    Row(const ProblemsList &list, qsizetype place) : m_list(list), m_place(place) {}
    qsizetype place() const { return m_place; }
    void moveTo(qsizetype place) { m_place = place; }

    QVariant data(int column, int role) const override
    {
        if (m_place >= m_list.m_diagnostics.size())
            return {};
        const Diagnostic &found = m_list.m_diagnostics.at(m_place);
        const Theme &theme = *m_list.m_theme;
        switch (role) {
        case Qt::DisplayRole: return text(found, column);
        case Qt::ToolTipRole: return tip(found, column);
        case Qt::ForegroundRole:
            return column == Where || column == With ? QBrush(theme.accent) : column == Line || column == Code ? QVariant(QBrush(theme.dim)) : QVariant();
        case Qt::DecorationRole:
            return column == Message ? QVariant(gui::icon(severityName(found.severity), ink(found.severity))) : QVariant();
        case Qt::AccessibleTextRole: return column == Message ? QVariant(severityWord(found.severity) + u": " + found.message) : QVariant();
        default: return QTreeWidgetItem::data(column, role);
        }
    }

private:
    QColor ink(Severity severity) const
    {
        const Theme &theme = *m_list.m_theme;
        return severity == Severity::Error ? theme.bad : severity == Severity::Warning ? theme.warning : theme.accent;
    }
    QString text(const Diagnostic &found, int column) const
    {
        switch (column) {
        case Message: return found.message;
        case Where: return m_list.nameOf(found.item);
        case With: return found.other.isEmpty() || found.other == found.item ? QString() : m_list.nameOf(found.other);
        case Line: return found.position.line ? QString::number(found.position.line) : QString();
        case Code: return found.code;
        default: return {};
        }
    }
    QString tip(const Diagnostic &found, int column) const
    {
        const ItemId &party = column == With ? found.other : found.item;
        if (column == Message)
            return found.message;
        return (column == Where || column == With) && !party.isEmpty() ? tr("Go to %1").arg(m_list.nameOf(party)) : QString();
    }

    const ProblemsList &m_list;
    qsizetype m_place;
};

/// Rows that say the same stay, wherever it stands in the file now.
void ProblemsList::become(Diagnostics diagnostics)
{
    const auto isSame = [](const Diagnostic &a, const Diagnostic &b) {
        return a.severity == b.severity && a.code == b.code && a.item == b.item && a.field == b.field && a.other == b.other && a.message == b.message;
    };
    const qsizetype before = topLevelItemCount(), now = diagnostics.size(), both = std::min(before, now);
    const qsizetype head = std::ranges::mismatch(std::as_const(m_diagnostics), std::as_const(diagnostics), isSame).in1 - m_diagnostics.cbegin();
    qsizetype tail = 0;
    while (tail < both - head && isSame(m_diagnostics.at(before - 1 - tail), diagnostics.at(now - 1 - tail)))
        ++tail;
    constexpr qsizetype few = 40;
    const int current = currentItem() ? indexOfTopLevelItem(currentItem()) : -1;
    if (before - head - tail > few) {
        m_diagnostics = std::move(diagnostics);
        return rebuild(current);
    }
    for (qsizetype i = head; i < before - tail; ++i)
        delete takeTopLevelItem(int(head));
    m_diagnostics = std::move(diagnostics);
    for (qsizetype i = head; i < head + tail; ++i)
        static_cast<Row *>(topLevelItem(int(i)))->moveTo(i + now - head - tail);
    QList<QTreeWidgetItem *> rows;
    for (qsizetype i = head; i < now - tail; ++i)
        rows.append(new Row(*this, i));
    insertTopLevelItems(int(head), rows);
    filter();
    if (current >= head && current < before - tail && now > 0)
        setCurrentItem(topLevelItem(int(std::min<qsizetype>(current, now - 1))));
}

void ProblemsList::rebuild(int current)
{
    clear();
    QList<QTreeWidgetItem *> rows;
    rows.reserve(m_diagnostics.size());
    for (qsizetype i = 0; i < m_diagnostics.size(); ++i)
        rows.append(new Row(*this, i));
    addTopLevelItems(rows);
    filter();
    if (current >= 0 && topLevelItemCount() > 0)
        setCurrentItem(topLevelItem(qMin(current, topLevelItemCount() - 1)));
}

void ProblemsList::filter()
{
    for (int i = 0; i < topLevelItemCount(); ++i)
        topLevelItem(i)->setHidden(!m_shown.contains(m_diagnostics.at(i).severity));
    viewport()->update();
    emit shownChanged();
}

qsizetype ProblemsList::placeOf(const QModelIndex &row) const
{
    const auto *item = static_cast<const Row *>(itemFromIndex(row));
    return item ? item->place() : m_diagnostics.size();
}

const Diagnostic &ProblemsList::at(const QModelIndex &row) const
{
    return m_diagnostics.at(placeOf(row));
}

const QList<Fix> &ProblemsList::fixesOf(const QModelIndex &row) const
{
    static const QList<Fix> none;
    const qsizetype place = placeOf(row);
    if (place >= m_diagnostics.size())
        return none; // a row that goes
    const auto known = m_fixes.constFind(place);
    return known != m_fixes.cend() ? *known : *m_fixes.insert(place, m_fixer ? m_fixer(at(row)) : QList<Fix>());
}

void ProblemsList::step(int by)
{
    const int count = topLevelItemCount();
    int next = currentItem() ? indexOfTopLevelItem(currentItem()) : (by > 0 ? -1 : 0);
    for (int tries = 0; tries < count; ++tries) {
        next = (next + by + count) % count;
        if (topLevelItem(next)->isHidden())
            continue;
        setCurrentItem(topLevelItem(next));
        return pick(currentIndex());
    }
}

bool ProblemsList::goTo(const QSet<ItemId> &items)
{
    raiseDock();
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (!items.contains(m_diagnostics.at(i).item) || topLevelItem(i)->isHidden())
            continue;
        setCurrentItem(topLevelItem(i));
        scrollToItem(topLevelItem(i));
        pick(currentIndex());
        return true;
    }
    return false;
}

void ProblemsList::pick(const QModelIndex &index)
{
    const Diagnostic d = at(index);
    if (index.column() == With && !d.other.isEmpty())
        emit picked(d.other, {});
    else
        emit picked(d.item, d.field);
}

void ProblemsList::raiseDock()
{
    for (QWidget *above = parentWidget(); above; above = above->parentWidget()) {
        if (auto *dock = qobject_cast<QDockWidget *>(above)) {
            dock->show();
            dock->raise();
            return;
        }
    }
}

void ProblemsList::paintEvent(QPaintEvent *event)
{
    QTreeWidget::paintEvent(event);
    const bool some = std::any_of(m_diagnostics.begin(), m_diagnostics.end(), [this](const Diagnostic &d) { return m_shown.contains(d.severity); });
    if (some)
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme->dim);
    const QString words = m_isChecking            ? tr("Checking…")
                        : m_diagnostics.isEmpty() ? tr("No problems in the design. Deploy (F6) lists what else a deploy needs.")
                                                  : tr("%1 hidden. The buttons above show them again.").arg(m_diagnostics.size());
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, words);
}

} // namespace gui
