// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/kindpalette.h"

#include "gui/canvas/view.h"
#include "gui/icons.h"
#include "gui/theme.h"
#include "model/words.h"

#include <QDrag>
#include <QMimeData>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static constexpr int kindRole = Qt::UserRole, iconRole = Qt::UserRole + 1, tierRole = Qt::UserRole + 2;

KindPalette::KindPalette(const Catalog &catalog, QWidget *parent) : QTreeWidget(parent), m_catalog(catalog)
{
    setObjectName(u"palette"_s);
    setAccessibleName(tr("Palette of kinds"));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(10);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setIconSize(QSize(20, 20));
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
    auto *hosts = group(tr("Hosts"));
    addKind(hosts, *catalog.kind(u"host"));
    auto *containers = group(tr("Containers"));
    auto *native = group(tr("Native services"));
    for (const Kind &kind : catalog.kinds()) {
        if (kind.broughtBy.empty())
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

/// As wide as its longest words: they are what one looks for here.
QSize KindPalette::sizeHint() const
{
    int words = 0;
    for (QTreeWidgetItemIterator it(const_cast<KindPalette *>(this)); *it; ++it)
        words = qMax(words, fontMetrics().horizontalAdvance((*it)->text(0)));
    return QSize(words + indentation() + iconSize().width() + 60, QTreeWidget::sizeHint().height());
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
