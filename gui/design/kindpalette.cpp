// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/kindpalette.h"

#include "gui/canvas/view.h"
#include "gui/icons.h"
#include "gui/theme.h"
#include "model/words.h"

#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static constexpr int indent = 10, iconSide = 20;
static constexpr int kindRole = Qt::UserRole, iconRole = Qt::UserRole + 1, tierRole = Qt::UserRole + 2;

static QString hostsTitle() { return KindPalette::tr("Hosts"); }
static QString containersTitle() { return KindPalette::tr("Containers"); }
static QString nativeTitle() { return KindPalette::tr("Native services"); }

KindPalette::KindPalette(const Catalog &catalog, QWidget *parent) : QTreeWidget(parent), m_catalog(catalog)
{
    setObjectName(u"palette"_s);
    setAccessibleName(tr("Palette of kinds"));
    setAccessibleDescription(tr("Drag onto the canvas or a host, or press Enter."));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(indent);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setDropIndicatorShown(false); // it would be a dot in the corner
    setIconSize(QSize(iconSide, iconSide));
    setFrameShape(NoFrame);

    const auto group = [this](const QString &title) {
        auto *item = new QTreeWidgetItem(this, {title});
        item->setFlags(Qt::ItemIsEnabled);
        QFont font = item->font(0);
        font.setBold(true);
        item->setFont(0, font);
        item->setSizeHint(0, QSize(0, 28));
        return item;
    };
    auto *hosts = group(hostsTitle());
    addKind(hosts, *catalog.kind(u"host"));
    auto *containers = group(containersTitle());
    auto *native = group(nativeTitle());
    for (const Kind &kind : catalog.kinds()) {
        if (offers(kind))
            addKind(kind.container ? containers : native, kind);
    }
    expandAll();
    setItemsExpandable(false);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        if (const QString kind = item->data(0, kindRole).toString(); !kind.isEmpty())
            emit addAsked(kind);
    });
}

void KindPalette::addKind(QTreeWidgetItem *group, const Kind &kind)
{
    auto *item = new QTreeWidgetItem(group, {ofCatalog(kind.title)});
    item->setData(0, kindRole, kind.name);
    item->setData(0, iconRole, kind.icon);
    qsizetype tier = 0;
    for (qsizetype i = 0; i < m_catalog.tiers().size(); ++i) {
        if (m_catalog.tiers().at(i).name == kind.tier)
            tier = i;
    }
    item->setData(0, tierRole, int(tier));
    item->setToolTip(0, u"<b>"_s + ofCatalog(kind.title).toHtmlEscaped() + u"</b><p>"_s + ofCatalog(kind.help).toHtmlEscaped() + u"</p>"_s);
    item->setSizeHint(0, QSize(0, 32));
}

void KindPalette::setTheme(const Theme &theme)
{
    for (int g = 0; g < topLevelItemCount(); ++g) {
        QTreeWidgetItem *group = topLevelItem(g);
        group->setForeground(0, theme.dim);
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem *item = group->child(i);
            item->setIcon(0, icon(item->data(0, iconRole).toString(), theme.tier(item->data(0, tierRole).toInt())));
        }
    }
}

bool KindPalette::offers(const Kind &kind)
{
    return kind.broughtBy.empty();
}

int KindPalette::room(const Catalog &catalog)
{
    const QFontMetrics metrics(QApplication::font("QAbstractItemView"));
    int words = 0;
    const auto fit = [&](const QString &text) { words = qMax(words, metrics.horizontalAdvance(text)); };
    for (const QString &title : {hostsTitle(), containersTitle(), nativeTitle()})
        fit(title);
    fit(ofCatalog(catalog.kind(u"host"_s)->title));
    for (const Kind &kind : catalog.kinds()) {
        if (offers(kind))
            fit(ofCatalog(kind.title));
    }
    return words + indent + iconSide + 60;
}

QSize KindPalette::sizeHint() const
{
    return {room(m_catalog), QTreeWidget::sizeHint().height()};
}

/// In the room below the kinds: what one does with them.
void KindPalette::paintEvent(QPaintEvent *event)
{
    QTreeWidget::paintEvent(event);
    const QTreeWidgetItem *group = topLevelItem(topLevelItemCount() - 1);
    const QRect last = visualItemRect(group->childCount() ? group->child(group->childCount() - 1) : group);
    const QRect headings = visualItemRect(group);
    const QRect room = viewport()->rect().adjusted(headings.left() + style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, this) + 1, last.bottom() + 18, -8, -8);
    const QString words = accessibleDescription();
    if (!last.isValid() || fontMetrics().boundingRect(room, Qt::TextWordWrap, words).height() > room.height())
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(room, Qt::TextWordWrap, words);
}

void KindPalette::startDrag(Qt::DropActions)
{
    const QTreeWidgetItem *item = currentItem();
    const QString kind = item ? item->data(0, kindRole).toString() : QString();
    if (kind.isEmpty())
        return;
    auto *mime = new QMimeData;
    mime->setData(QString::fromLatin1(kindMime), kind.toUtf8());
    mime->setText(item->text(0));
    QDrag drag(this);
    drag.setMimeData(mime);
    drag.setPixmap(item->icon(0).pixmap(QSize(32, 32)));
    drag.setHotSpot(QPoint(16, 16));
    drag.exec(Qt::CopyAction);
}

} // namespace gui
