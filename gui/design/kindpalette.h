// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The palette: every kind of the catalog, ready to be dragged onto a host or added by Enter.

#include "model/catalog.h"

#include <QTreeWidget>

namespace gui {

struct Theme;

class KindPalette : public QTreeWidget
{
    Q_OBJECT
public:
    explicit KindPalette(const model::Catalog &catalog, QWidget *parent = nullptr);
    void setTheme(const Theme &theme);

    QSize sizeHint() const override;
    /// As wide as its longest words: they are what one looks for here.
    static int room(const model::Catalog &catalog);

signals:
    void addAsked(const QString &kind); ///< Enter or double click: add to the selected host

protected:
    void startDrag(Qt::DropActions supported) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void addKind(QTreeWidgetItem *group, const model::Kind &kind);
    static bool offers(const model::Kind &kind);
    const model::Catalog &m_catalog;
};

} // namespace gui
