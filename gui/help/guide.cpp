// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/help/guide.h"

#include "gui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

Guide::Guide(QList<Station> stations, const Theme &theme, QWidget *window)
    : QFrame(window), m_stations(std::move(stations)), m_frame(new QFrame(window)), m_title(new QLabel(this)), m_words(new QLabel(this)),
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
    m_frame->setGeometry(part.adjusted(-2, -2, 2, 2));
    m_frame->raise();
    resize(width(), layout()->totalHeightForWidth(width()));
    const QSize room(width() + 20, height() + 20);
    const int middle = part.center().x() - width() / 2;
    QPoint at(middle, part.bottom() - height() - 12); // beside the part, not upon it, where that can be
    if (window->width() - part.right() > room.width())
        at = {part.right() + 12, part.top() + 12};
    else if (part.left() > room.width())
        at = {part.left() - width() - 12, part.top() + 12};
    else if (window->height() - part.bottom() > room.height())
        at = {middle, part.bottom() + 12};
    else if (part.top() > room.height())
        at = {middle, part.top() - height() - 12};
    at.setX(std::clamp(at.x(), 8, std::max(8, window->width() - width() - 8)));
    at.setY(std::clamp(at.y(), 8, std::max(8, window->height() - height() - 8)));
    move(at);
    raise();
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
