// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/find/picklist.h"

#include "gui/find/fuzzy.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

static constexpr qsizetype maximumRows = 200; // nobody reads further; typing narrows

PickList::PickList(const QString &title, const QString &hint, QList<Choice> choices, QWidget *parent)
    : QDialog(parent), m_choices(std::move(choices)), m_line(new QLineEdit(this)), m_list(new QTreeWidget(this)), m_words(new QLabel(this))
{
    setObjectName(u"picklist"_s);
    setWindowTitle(title);
    setModal(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    m_line->setObjectName(u"picklist-filter"_s);
    m_line->setPlaceholderText(hint);
    m_line->setAccessibleName(hint);
    m_line->setClearButtonEnabled(true);
    m_list->setObjectName(u"picklist-list"_s);
    m_list->setAccessibleName(title);
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFocusPolicy(Qt::NoFocus); // letters always go to the line; arrows are passed on from there
    m_list->header()->setStretchLastSection(true);
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    m_words->setObjectName(u"picklist-words"_s);
    m_words->setForegroundRole(QPalette::PlaceholderText);
    m_words->setWordWrap(true);
    layout->addWidget(m_line);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_words);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &PickList::filter);
    connect(m_list, &QTreeWidget::itemClicked, this, &PickList::choose);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem *row) {
        const QString whyNot = row ? m_choices.at(row->data(0, Qt::UserRole).toInt()).whyNot : tr("Nothing matches. Try fewer letters. Esc closes.");
        m_words->setText(whyNot.isEmpty() ? tr("Enter chooses, Esc closes.") : whyNot);
    });
    connect(this, &QDialog::finished, parent, &QWidget::activateWindow); // not every desktop does that by itself
    filter({});
    fitToRows();
}

/// As large as what it offers, within reason: nothing cut off, no empty half.
void PickList::fitToRows()
{
    const QAbstractItemView *list = m_list;
    const int rows = std::clamp(m_list->topLevelItemCount(), 4, 16), each = qMax(list->sizeHintForRow(0), fontMetrics().height());
    const int wide = list->sizeHintForColumn(0) + list->sizeHintForColumn(1) + 2 * 12 + style()->pixelMetric(QStyle::PM_ScrollBarExtent) + 8 + 2 * list->frameWidth();
    const int others = m_line->sizeHint().height() + fontMetrics().height() + 2 * 12 + 2 * layout()->spacing();
    resize(std::clamp(wide, 560, 860), rows * each + 4 + 2 * list->frameWidth() + others);
}

PickList *PickList::ask(const QString &title, const QString &hint, QList<Choice> choices, QWidget *parent)
{
    auto *list = new PickList(title, hint, std::move(choices), parent);
    list->setAttribute(Qt::WA_DeleteOnClose);
    list->open();
    return list;
}

void PickList::filter(const QString &letters)
{
    QList<std::pair<int, qsizetype>> fitting; // worse first digit last: sorted by score, then as given
    for (qsizetype i = 0; i < m_choices.size(); ++i) {
        const Choice &choice = m_choices.at(i);
        if (letters.isEmpty() && choice.onlyWhenTyped)
            continue;
        const int score = letters.isEmpty() ? 0 : fuzzyScore(letters, choice.text);
        if (score >= 0)
            fitting.append({-score, i});
    }
    std::stable_sort(fitting.begin(), fitting.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    m_list->clear();
    QTreeWidgetItem *best = nullptr;
    QList<QTreeWidgetItem *> rows;
    QPixmap blank(16, 16); // texts stand in one column also where only some have a picture
    blank.fill(Qt::transparent);
    const bool pictures = std::any_of(m_choices.begin(), m_choices.end(), [](const Choice &c) { return !c.icon.isNull(); });
    for (const auto &[score, i] : fitting.mid(0, maximumRows)) {
        const Choice &choice = m_choices.at(i);
        auto *row = new QTreeWidgetItem({choice.text, choice.detail});
        row->setIcon(0, choice.icon.isNull() && pictures ? QIcon(blank) : choice.icon);
        row->setData(0, Qt::UserRole, int(i));
        row->setForeground(1, palette().color(QPalette::PlaceholderText));
        row->setToolTip(0, choice.whyNot);
        row->setToolTip(1, choice.detail);
        if (!choice.whyNot.isEmpty()) { // can be reached, to read why, but not chosen
            for (const int column : {0, 1})
                row->setForeground(column, palette().color(QPalette::Disabled, QPalette::Text));
            row->setText(1, choice.detail.isEmpty() ? choice.whyNot : choice.detail + u" · "_s + choice.whyNot);
        } else if (!best) {
            best = row;
        }
        rows.append(row);
    }
    m_list->addTopLevelItems(rows);
    m_list->setCurrentItem(best ? best : rows.value(0));
    if (rows.isEmpty())
        m_words->setText(tr("Nothing matches. Try fewer letters. Esc closes."));
    m_list->setVisible(!rows.isEmpty()); // the words take its place
    m_words->setAlignment(rows.isEmpty() ? Qt::AlignCenter : Qt::AlignLeft | Qt::AlignVCenter);
}

void PickList::step(int by)
{
    const int count = m_list->topLevelItemCount();
    if (count == 0)
        return;
    const int now = m_list->indexOfTopLevelItem(m_list->currentItem());
    m_list->setCurrentItem(m_list->topLevelItem(std::clamp(now + by, 0, count - 1)));
}

void PickList::choose()
{
    const QTreeWidgetItem *row = m_list->currentItem();
    if (!row)
        return;
    const Choice choice = m_choices.at(row->data(0, Qt::UserRole).toInt());
    if (!choice.whyNot.isEmpty())
        return;
    accept();
    if (choice.run)
        QTimer::singleShot(0, parentWidget(), choice.run); // when this list is gone and the window has the focus again
}

bool PickList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_line || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down: step(1); return true;
    case Qt::Key_Up: step(-1); return true;
    case Qt::Key_PageDown: step(10); return true;
    case Qt::Key_PageUp: step(-10); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(); return true;
    default: return false;
    }
}

} // namespace gui
