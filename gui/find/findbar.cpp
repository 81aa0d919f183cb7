// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/find/findbar.h"

#include "gui/icons.h"
#include "gui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

FindBar::FindBar(Finder finder, QWidget *over)
    : QFrame(over), m_finder(std::move(finder)), m_line(new QLineEdit(this)), m_count(new QLabel(this)), m_theme(&Theme::darkTheme())
{
    setObjectName(u"findbar"_s);
    setAccessibleName(tr("Find"));
    setAutoFillBackground(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 6, 6, 6);
    m_line->setObjectName(u"find-words"_s);
    m_line->setPlaceholderText(tr("Name, domain, port or address; * and ? work"));
    m_line->setAccessibleName(tr("Find by name, domain, port or address"));
    m_line->setMinimumWidth(300);
    m_line->setClearButtonEnabled(true);
    m_count->setObjectName(u"find-count"_s);
    m_count->setMinimumWidth(fontMetrics().horizontalAdvance(tr("No match")) + 10);
    layout->addWidget(m_line, 1);
    layout->addWidget(m_count);
    const auto button = [&](const QString &name, int by) {
        auto *b = new QToolButton(this);
        b->setObjectName(by < 0 ? u"up"_s : u"down"_s);
        b->setAutoRaise(true);
        b->setToolTip(name);
        b->setAccessibleName(name);
        connect(b, &QToolButton::clicked, this, [this, by] { step(by); });
        layout->addWidget(b);
    };
    button(tr("Previous match (Shift+F3)"), -1);
    button(tr("Next match (F3)"), 1);
    m_line->installEventFilter(this);
    over->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, [this] {
        search();
        go(m_matches.isEmpty() ? -1 : 0);
    });
    hide();
}

void FindBar::setTheme(const Theme &theme)
{
    m_theme = &theme;
    if (isVisible())
        dress();
}

/// When it is shown first: most windows are closed without it.
void FindBar::dress()
{
    setStyleSheet(u"#findbar { background: %1; border: 1px solid %2; border-radius: 6px; }"_s.arg(m_theme->raised.name(), m_theme->borderStrong.name()));
    for (auto *button : findChildren<QToolButton *>(QString(), Qt::FindDirectChildrenOnly))
        button->setIcon(icon(button->objectName(), m_theme->text));
    sayCount();
}

void FindBar::start()
{
    dress();
    show();
    raise();
    moveToCorner();
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
    search(); // the fleet may have changed meanwhile
    sayCount();
}

void FindBar::search()
{
    const ItemId now = m_matches.value(m_at);
    m_matches = m_finder(m_line->text());
    m_at = m_matches.indexOf(now);
}

void FindBar::step(int by)
{
    if (m_line->text().trimmed().isEmpty())
        return start();
    search();
    const qsizetype count = m_matches.size();
    go(count == 0 ? -1 : m_at < 0 ? (by > 0 ? 0 : count - 1) : (m_at + by + count) % count);
}

void FindBar::go(qsizetype index)
{
    m_at = index;
    sayCount();
    if (index >= 0)
        emit found(m_matches.at(index));
}

void FindBar::sayCount()
{
    const bool none = m_matches.isEmpty() && !m_line->text().trimmed().isEmpty();
    m_count->setStyleSheet(u"color: %1; font-weight: %2;"_s.arg((none ? m_theme->bad : m_theme->dim).name(), none ? u"600"_s : u"400"_s));
    for (auto *button : findChildren<QToolButton *>(QString(), Qt::FindDirectChildrenOnly))
        button->setEnabled(!m_matches.isEmpty());
    m_count->setText(none ? tr("No match") : m_matches.isEmpty() ? QString() : tr("%1 of %2").arg(m_at + 1).arg(m_matches.size()));
    moveToCorner();
}

void FindBar::moveToCorner()
{
    adjustSize();
    move(std::max(8, parentWidget()->width() - width() - 12), 12);
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        moveToCorner();
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            emit left(); // first: hidden with the keyboard in it, Qt would hand that on as Tab does
            hide();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace gui
