// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/help/guide.h"

#include "gui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace gui {

Guide::Guide(QList<Station> stations, const Theme &theme, QWidget *window, Sights sights)
    : QFrame(window), m_stations(std::move(stations)), m_sights(std::move(sights)), m_frame(new QFrame(window)), m_title(new QLabel(this)), m_words(new QLabel(this)),
      m_count(new QLabel(this)), m_close(new QPushButton(tr("&End the tour"), this)), m_back(new QPushButton(tr("&Back"), this)), m_next(new QPushButton(this))
{
    setObjectName(u"guide"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setStyleSheet(u"#guide { background: %1; border: 2px solid %2; border-radius: 8px; } #guide QLabel { color: %3; }"_s
                      .arg(theme.raised.name(), theme.accent.name(), theme.text.name()));
    m_frame->setObjectName(u"guide-frame"_s);
    m_frame->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_frame->setStyleSheet(u"#guide-frame { border: 3px solid %1; border-radius: 6px; background: transparent; }"_s.arg(theme.accent.name()));
    connect(this, &QObject::destroyed, m_frame, &QObject::deleteLater);
    QFont font = m_title->font();
    font.setBold(true);
    m_title->setFont(font);
    m_words->setWordWrap(true);
    m_words->setObjectName(u"guide-words"_s);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_count, 1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 14, 12);
    layout->addWidget(m_title);
    layout->addWidget(m_words);
    layout->addSpacing(6);
    layout->addLayout(buttons);
    setFixedWidth(std::max(420, buttons->sizeHint().width() + 60));
    connect(m_close, &QPushButton::clicked, this, &QWidget::close);
    connect(m_back, &QPushButton::clicked, this, [this] { go(m_at - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { go(m_at + 1); });
    m_frame->show();
    show();
    go(0);
}

void Guide::go(qsizetype to)
{
    if (to >= m_stations.size()) {
        close();
        return;
    }
    m_at = std::max<qsizetype>(0, to);
    const Station &station = m_stations.at(m_at);
    m_title->setText(station.title);
    m_words->setText(station.words);
    m_count->setText(tr("%1 of %2").arg(m_at + 1).arg(m_stations.size()));
    m_back->setEnabled(m_at > 0);
    const bool isLast = m_at + 1 == m_stations.size();
    m_next->setText(isLast ? tr("&Done") : tr("&Next"));
    m_close->setVisible(!isLast);
    m_next->setDefault(true);
    m_next->setFocus();
    const QWidget *window = parentWidget();
    QRect part;
    for (const QWidget *each : station.parts)
        part |= QRect(each->mapTo(window, QPoint()), each->size());
    m_frame->setGeometry(part.adjusted(-2, -2, 2, 2) & window->rect());
    m_frame->raise();
    resize(width(), layout()->totalHeightForWidth(width()));
    move(placeBeside(part));
    raise();
}

/// Where it covers least, first of all of the part that it speaks of, and is as near to that as it can be.
QPoint Guide::placeBeside(const QRect &part) const
{
    constexpr int edge = 8, gap = 12, step = 16, farther = 40; // what a pixel away is worth in pixels that are covered
    const QRect window = parentWidget()->rect().adjusted(edge, edge, -edge, -edge), shunned = part.adjusted(-gap, -gap, gap, gap);
    const QList<QRect> sights = m_sights ? m_sights() : QList<QRect>();
    const auto area = [](const QRect &rect) { return rect.isEmpty() ? 0 : qint64(rect.width()) * rect.height(); };
    const auto cost = [&](const QRect &bubble) {
        const int across = std::max({0, part.left() - bubble.right(), bubble.left() - part.right()}), along = std::max({0, part.top() - bubble.bottom(), bubble.top() - part.bottom()});
        qint64 sum = 10 * area(bubble & shunned) + farther * (across + along) + (bubble.center() - part.center()).manhattanLength();
        for (const QRect &sight : sights)
            sum += area(bubble & sight);
        return sum;
    };
    QPoint best = window.topLeft();
    qint64 least = std::numeric_limits<qint64>::max();
    for (int y = window.top(); y <= std::max(window.top(), window.bottom() + 1 - height()); y += step) {
        for (int x = window.left(); x <= std::max(window.left(), window.right() + 1 - width()); x += step) {
            if (const qint64 here = cost(QRect(QPoint(x, y), size())); here < least) {
                least = here;
                best = {x, y};
            }
        }
    }
    return best;
}

void Guide::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape: close(); break;
    case Qt::Key_Right:
    case Qt::Key_PageDown: go(m_at + 1); break;
    case Qt::Key_Left:
    case Qt::Key_PageUp: go(m_at - 1); break;
    default: QFrame::keyPressEvent(event);
    }
}

} // namespace gui
