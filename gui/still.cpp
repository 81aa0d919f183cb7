// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/still.h"

#include <QEvent>
#include <QLabel>
#include <QLayout>

#include <utility>

namespace gui {

Still::Still(QWidget *content, QWidget *parent) : QWidget(parent), m_content(content)
{
    content->setParent(this);
    content->show();
    setSizePolicy(content->sizePolicy());
    setAutoFillBackground(true); // nothing below it is painted for its sake
    measure();
}

bool Still::hasHeightForWidth() const
{
    return m_content->hasHeightForWidth();
}

int Still::heightForWidth(int width) const
{
    return m_content->heightForWidth(width);
}

/// Without a layout of ours, what the content posts ends here.
bool Still::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show || event->type() == QEvent::FontChange)
        measure();
    return QWidget::event(event);
}

void Still::resizeEvent(QResizeEvent *)
{
    m_content->setGeometry(rect());
    if (m_content->hasHeightForWidth())
        m_needed = QSize(width(), m_content->heightForWidth(width())); // the layout has asked for it, too
}

QSize Still::sizeHint() const
{
    return isLine() ? QSize(lineRoom(), m_content->sizeHint().height()) : m_content->hasHeightForWidth() ? m_content->sizeHint() : stepped(m_content->sizeHint());
}

QSize Still::minimumSizeHint() const
{
    return isLine() ? sizeHint() : m_content->hasHeightForWidth() ? m_content->minimumSizeHint() : stepped(m_content->minimumSizeHint());
}

/// What is one line high gets some room more than it needs, so that a digit or two make no difference.
QSize Still::stepped(const QSize &size)
{
    constexpr int step = 32;
    return QSize((size.width() + step - 1) / step * step, size.height());
}

bool Still::isLine() const
{
    const auto *label = qobject_cast<const QLabel *>(m_content);
    return label && !label->wordWrap();
}

/// A label takes three times as long to tell.
int Still::lineRoom() const
{
    constexpr int more = 8;
    const auto *label = static_cast<const QLabel *>(m_content);
    return stepped(QSize(label->fontMetrics().horizontalAdvance(label->text()) + 2 * label->margin() + more, 0)).width();
}

/// Words that wrap are asked only how high they are: each such question lays them out.
void Still::measure()
{
    const QSize needed = isLine()                    ? QSize(lineRoom(), 0)
                         : m_content->hasHeightForWidth() ? QSize(width(), m_content->heightForWidth(width()))
                                                     : sizeHint();
    if (std::exchange(m_needed, needed) == needed)
        return;
    updateGeometry();
    if (isVisible() && parentWidget()->layout())
        parentWidget()->layout()->activate(); // with the same event that would have done it without us
}

} // namespace gui
