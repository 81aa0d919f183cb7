// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/overlay/startpanel.h"

#include "gui/actions/actions.h"
#include "gui/actions/recentfiles.h"
#include "gui/icons.h"
#include "gui/theme.h"

#include <QAction>
#include <QCommandLinkButton>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace gui {

static constexpr int cardWidth = 460, mostRecent = 4;

/// Does what the action does, and is greyed with it.
static void follow(QAbstractButton *button, QAction *action)
{
    button->setObjectName(u"start-"_s + action->objectName());
    QObject::connect(button, &QAbstractButton::clicked, action, &QAction::trigger, Qt::QueuedConnection); // it may hide us
    const auto refresh = [button, action] { button->setEnabled(action->isEnabled()); };
    QObject::connect(action, &QAction::changed, button, refresh);
    refresh();
}

static QCommandLinkButton *link(const QString &iconName, const QString &title, const QString &words, QWidget *parent)
{
    auto *button = new QCommandLinkButton(QString(title).replace(u'&', u"&&"_s), words, parent);
    button->setProperty("icon-name", iconName);
    button->setAccessibleDescription(words);
    return button;
}

static constexpr int inside = 8; ///< from the edge of a way to its picture

StartPanel::StartPanel(const QList<QAction *> &buttons, const QList<Way> &ways, QWidget *over) : QFrame(over), m_recent(new QWidget(this))
{
    setObjectName(u"start"_s);
    setAccessibleName(tr("Begin a fleet"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24 - inside, 20, 24 - inside, 16);
    const QMargins beside(inside, 0, inside, 0);
    auto *title = new QLabel(tr("This fleet has no hosts yet"), this);
    title->setContentsMargins(beside);
    title->setObjectName(u"start-title"_s);
    title->setWordWrap(true);
    auto *words = new QLabel(tr("Drag a host from the palette onto the canvas, or begin here:"), this);
    words->setObjectName(u"start-words"_s);
    words->setWordWrap(true);
    words->setContentsMargins(beside);
    layout->addWidget(title);
    layout->addWidget(words);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(beside);
    for (QAction *action : buttons) {
        auto *button = new QPushButton(Actions::plainText(action), this);
        button->setToolTip(Actions::keysText(action));
        follow(button, action);
        row->addWidget(button);
    }
    row->addStretch(1);
    layout->addSpacing(4);
    layout->addLayout(row);
    layout->addSpacing(4);
    for (const Way &way : ways) {
        auto *button = link(way.icon, way.title, way.words, this);
        follow(button, way.action);
        layout->addWidget(button);
    }
    m_recentRows = new QVBoxLayout(m_recent);
    m_recentRows->setContentsMargins({});
    m_recentRows->setSpacing(0);
    auto *heading = new QLabel(tr("Open again"), m_recent);
    heading->setObjectName(u"start-heading"_s);
    heading->setContentsMargins(beside);
    m_recentRows->addWidget(heading);
    layout->addWidget(m_recent);
    over->installEventFilter(this);
    hide();
}

void StartPanel::setTheme(const Theme &theme)
{
    m_iconColor = theme.accent;
    colorIcons();
    setStyleSheet(u"#start { background: %1; border: 1px solid %2; border-radius: 10px; }"
                  "#start QLabel { color: %3; } #start #start-title { color: %4; font-size: 20px; font-weight: 600; }"
                  "#start #start-heading { font-weight: 600; padding-top: 6px; }"
                  "#start QCommandLinkButton { border: 1px solid transparent; border-radius: 6px; }"
                  "#start QCommandLinkButton:hover { background: %5; border-color: %2; }"
                  "#start QCommandLinkButton:focus { border: 2px solid %6; }"_s
                      .arg(theme.surface.name(), theme.border.name(), theme.dim.name(), theme.text.name(), theme.raised.name(),
                           theme.accent.name()));
}

void StartPanel::colorIcons()
{
    for (auto *button : findChildren<QCommandLinkButton *>())
        button->setIcon(icon(button->property("icon-name").toString(), m_iconColor));
}

void StartPanel::setRecent(const QStringList &paths)
{
    while (m_recentRows->count() > 1) {
        QWidget *row = m_recentRows->itemAt(1)->widget();
        m_recentRows->removeWidget(row);
        row->deleteLater(); // perhaps the one that was clicked
    }
    for (const QString &path : paths) {
        if (m_recentRows->count() <= mostRecent && QFileInfo::exists(path))
            addRecent(path);
    }
    colorIcons();
    if (isVisible())
        moveToMiddle();
}

void StartPanel::addRecent(const QString &path)
{
    const QString folder = fontMetrics().elidedText(RecentFiles::folderOf(path), Qt::ElideMiddle, cardWidth - 80);
    auto *button = link(u"open"_s, QFileInfo(path).fileName(), folder, m_recent);
    button->setObjectName(u"start-recent"_s);
    button->setToolTip(path);
    connect(button, &QAbstractButton::clicked, this, [this, path] { emit fileAsked(path); }, Qt::QueuedConnection);
    m_recentRows->addWidget(button);
}

void StartPanel::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    moveToMiddle();
}

/// Fleets to open again stand there as far as the canvas has room for them; the File menu has them all.
void StartPanel::moveToMiddle()
{
    constexpr int margin = 16;
    const QSize room = parentWidget()->size() - QSize(2 * margin, 2 * margin);
    const int wide = std::max(200, std::min(room.width(), cardWidth));
    const auto heightNow = [&] {
        layout()->activate();
        return std::max(layout()->totalHeightForWidth(wide), layout()->totalMinimumSize().height());
    };
    for (int i = 1; i < m_recentRows->count(); ++i)
        m_recentRows->itemAt(i)->widget()->setVisible(true);
    m_recent->setVisible(m_recentRows->count() > 1);
    for (int i = m_recentRows->count() - 1; i > 0 && heightNow() > room.height(); --i) {
        m_recentRows->itemAt(i)->widget()->setVisible(false);
        m_recent->setVisible(i > 1);
    }
    resize(wide, heightNow());
    move((parentWidget()->width() - width()) / 2, std::max(margin, (parentWidget()->height() - height()) / 2));
}

bool StartPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        moveToMiddle();
    return QFrame::eventFilter(watched, event);
}

} // namespace gui
