// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/overlay/toast.h"

#include "gui/icons.h"
#include "gui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace gui {

Toast::Toast(QWidget *over) : QFrame(over), m_words(new QLabel(this)), m_button(new QPushButton(this)), m_close(new QToolButton(this))
{
    setObjectName(u"toast"_s);
    setAccessibleName(tr("Message"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 8, 8);
    layout->setSpacing(12);
    m_words->setObjectName(u"toast-words"_s);
    m_words->setWordWrap(true);
    m_button->setObjectName(u"toast-button"_s);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_button);
    layout->addWidget(m_close);
    m_close->setObjectName(u"toast-close"_s);
    m_close->setAutoRaise(true);
    m_close->setFocusPolicy(Qt::NoFocus); // Esc on the other button does it, or a few seconds
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close the message"));
    connect(m_close, &QToolButton::clicked, this, [this] {
        if (m_button->hasFocus())
            parentWidget()->setFocus();
        hide();
    });
    m_timer.setSingleShot(true);
    m_timer.setInterval(8000);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (underMouse() || m_button->hasFocus())
            m_timer.start();
        else
            hide();
    });
    connect(m_button, &QPushButton::clicked, this, [this] {
        parentWidget()->setFocus(); // before it is hidden: else Qt hands the keyboard on as Tab would
        hide();
        emit chosen();
    });
    over->installEventFilter(this);
    m_button->installEventFilter(this);
    QWidget::setTabOrder(over, m_button);
    hide();
}

void Toast::setTheme(const Theme &theme)
{
    m_look = u"#toast { background: %1; border: 1px solid %2; border-radius: 8px; } #toast QLabel { color: %3; }"_s
                      .arg(theme.raised.name(), theme.borderStrong.name(), theme.text.name());
    m_close->setIcon(icon(u"close"_s, theme.dim));
    if (isVisible())
        setStyleSheet(m_look);
}

QString Toast::words() const
{
    return m_words->text();
}

bool Toast::offers() const
{
    return isVisible() && m_button->isVisible();
}

void Toast::say(const QString &words)
{
    appear(words, {});
}

void Toast::offer(const QString &words, const QString &button)
{
    appear(words, button);
}

void Toast::appear(const QString &words, const QString &button)
{
    setStyleSheet(m_look); // first now: many a window never says anything
    m_words->setText(words);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    show();
    raise();
    moveToFoot();
    m_timer.start();
}

void Toast::moveToFoot()
{
    constexpr int overview = 200; // the minimap's corner, left free where there is room for words beside it
    const int whole = parentWidget()->width(), beside = whole - 2 * overview;
    const int room = std::max(200, (beside > 480 ? beside : whole) - 40);
    const QMargins margins = layout()->contentsMargins();
    const int button = (m_button->text().isEmpty() ? 0 : m_button->sizeHint().width() + layout()->spacing()) + m_close->sizeHint().width() + layout()->spacing();
    const int wanted = m_words->fontMetrics().horizontalAdvance(m_words->text()) + 4 + button + margins.left() + margins.right();
    const int w = std::min({room, wanted, 760});
    resize(w, std::max(layout()->heightForWidth(w), layout()->minimumSize().height()));
    const int middle = (whole - width()) / 2, side = 18;
    const auto placeAt = [this](int x) { return QRect(QPoint(x, parentWidget()->height() - height() - side), size()); };
    QRect place = placeAt(middle);
    for (const int x : {side, whole - side - width()}) {
        if (m_cost && x >= side && m_cost(placeAt(x)) < m_cost(place))
            place = placeAt(x);
    }
    move(place.topLeft());
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        moveToFoot();
    if (watched == m_button && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        parentWidget()->setFocus();
        hide();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace gui
