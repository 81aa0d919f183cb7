// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How the parts of controls are painted, apart from Style so that Style only says which part is which.

#include <QStyleOption>

class QPainter;

namespace gui::stylepaint {

QColor mixed(const QColor &a, const QColor &b, qreal share); ///< `share` of b
/// One pixel within the rectangle, or what a fine screen has for it.
void edge(QPainter &painter, const QRect &rect, const QColor &color);
/// What is typed or chosen in: its ground, its edge, and in the colour of the accent when it has the keyboard.
void field(QPainter &painter, const QStyleOption &option, bool hasFocus, bool withGround = true);
void button(QPainter &painter, const QStyleOption &option, bool isDefault);
void toolButton(QPainter &painter, const QStyleOption &option);
void chevron(QPainter &painter, const QPointF &centre, Qt::ArrowType direction, const QColor &color);
void header(QPainter &painter, const QStyleOptionHeader &option);
void separator(QPainter &painter, const QStyleOption &option, Qt::Orientation along);
void toolBar(QPainter &painter, const QStyleOption &option);
void statusBar(QPainter &painter, const QStyleOption &option);
void tip(QPainter &painter, const QStyleOption &option);
void focus(QPainter &painter, const QStyleOption &option);
void frame(QPainter &painter, const QStyleOption &option);
void menuPanel(QPainter &painter, const QStyleOption &option);
void menuBarItem(QPainter &painter, const QStyleOptionMenuItem &option); ///< its ground
void tab(QPainter &painter, const QStyleOptionTab &option);
void tabBase(QPainter &painter, const QStyleOption &option);
void scrollBar(QPainter &painter, const QStyleOptionSlider &option, const QRect &handle);
void progress(QPainter &painter, const QStyleOptionProgressBar &option, bool groove);
void busy(QPainter &painter, const QStyleOption &option, qreal at); ///< 0: at the left end, 1: at the right
void radio(QPainter &painter, const QStyleOption &option);
void checkEdge(QPainter &painter, const QStyleOption &option);

} // namespace gui::stylepaint
