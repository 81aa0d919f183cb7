// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stylepaint.h"

#include <QPainter>

namespace gui::stylepaint {

using P = QPalette;

static constexpr qreal radius = 4;

QColor mixed(const QColor &a, const QColor &b, qreal share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share), float(a.greenF() * (1 - share) + b.greenF() * share),
                            float(a.blueF() * (1 - share) + b.blueF() * share));
}

namespace {

/// A painter that is as it was afterwards, with smooth edges.
class Smooth
{
public:
    explicit Smooth(QPainter &painter) : m_painter(painter)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
    }
    ~Smooth() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(Smooth)

private:
    QPainter &m_painter;
};

bool isEnabled(const QStyleOption &option)
{
    return option.state & QStyle::State_Enabled;
}

/// Of a control's ground: pressed and hovered it goes towards the ink that stands on it.
QColor answering(const QStyleOption &option, const QColor &ground, const QColor &ink)
{
    if (!isEnabled(option))
        return ground;
    const bool down = option.state & QStyle::State_Sunken, over = option.state & QStyle::State_MouseOver;
    return mixed(ground, ink, down ? 0.2 : over ? 0.1 : 0);
}

void box(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &edge, qreal width = 1)
{
    const Smooth smooth(painter);
    painter.setPen(edge.alpha() ? QPen(edge, width) : QPen(Qt::NoPen));
    painter.setBrush(fill);
    const qreal in = edge.alpha() ? width / 2 : 0;
    painter.drawRoundedRect(QRectF(rect).adjusted(in, in, -in, -in), radius, radius);
}

} // namespace

void edge(QPainter &painter, const QRect &rect, const QColor &color)
{
    if (rect.isEmpty())
        return;
    for (const QRect &side : {QRect(rect.topLeft(), QSize(rect.width(), 1)), QRect(rect.bottomLeft(), QSize(rect.width(), 1)),
                              QRect(rect.topLeft(), QSize(1, rect.height())), QRect(rect.topRight(), QSize(1, rect.height()))})
        painter.fillRect(side, color);
}

void field(QPainter &painter, const QStyleOption &option, bool hasFocus, bool withGround)
{
    const QColor edge = !isEnabled(option) ? option.palette.color(P::Mid) : hasFocus ? option.palette.color(P::Link) : option.palette.color(P::Light);
    const QColor ground = option.palette.color(isEnabled(option) ? P::Base : P::Window);
    box(painter, option.rect, withGround ? ground : QColor(Qt::transparent), edge, hasFocus && isEnabled(option) ? 1.5 : 1);
}

void button(QPainter &painter, const QStyleOption &option, bool isDefault)
{
    const bool focus = option.state & QStyle::State_HasFocus, checked = option.state & QStyle::State_On;
    if (isDefault && isEnabled(option)) {
        const QColor ground = answering(option, option.palette.color(P::Highlight), option.palette.color(P::HighlightedText));
        return box(painter, option.rect, ground, focus ? option.palette.color(P::WindowText) : ground);
    }
    const QColor ground = answering(option, option.palette.color(P::Button), option.palette.color(P::ButtonText));
    box(painter, option.rect, checked ? mixed(ground, option.palette.color(P::Link), 0.25) : ground,
        option.palette.color(!isEnabled(option) ? P::Mid : focus ? P::Link : P::Light), focus ? 1.5 : 1);
}

/// Nothing until it is pointed at; what is switched on stands on a ground of the accent.
void toolButton(QPainter &painter, const QStyleOption &option)
{
    const bool raised = !(option.state & QStyle::State_AutoRaise), checked = option.state & QStyle::State_On;
    const bool pointed = isEnabled(option) && option.state & (QStyle::State_MouseOver | QStyle::State_Sunken), focus = option.state & QStyle::State_HasFocus;
    if (!raised && !checked && !pointed && !focus)
        return;
    const QColor accent = option.palette.color(P::Link);
    QColor ground = answering(option, option.palette.color(P::Button), option.palette.color(P::ButtonText));
    if (checked)
        ground = mixed(ground, accent, 0.22);
    box(painter, option.rect, ground, focus || checked ? accent : raised ? option.palette.color(P::Light) : QColor(Qt::transparent));
}

void chevron(QPainter &painter, const QPointF &centre, Qt::ArrowType direction, const QColor &color)
{
    const Smooth smooth(painter);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.translate(centre);
    painter.rotate(direction == Qt::UpArrow ? 180 : direction == Qt::LeftArrow ? 90 : direction == Qt::RightArrow ? -90 : 0);
    painter.drawPolyline(QPolygonF{QPointF(-3.5, -1.75), QPointF(0, 1.75), QPointF(3.5, -1.75)});
}

void header(QPainter &painter, const QStyleOptionHeader &option)
{
    const QRect &r = option.rect;
    const QColor line = option.palette.color(P::Mid);
    painter.fillRect(r, option.palette.color(P::Button));
    painter.fillRect(r.left(), r.bottom(), r.width(), 1, line);
    if (option.orientation == Qt::Horizontal && option.position != QStyleOptionHeader::End && option.position != QStyleOptionHeader::OnlyOneSection)
        painter.fillRect(r.right(), r.top() + 5, 1, r.height() - 10, line);
}

void separator(QPainter &painter, const QStyleOption &option, Qt::Orientation along)
{
    const QRect &r = option.rect;
    const QRect line = along == Qt::Horizontal ? QRect(r.left() + 8, r.center().y(), r.width() - 16, 1) : QRect(r.center().x(), r.top() + 6, 1, r.height() - 12);
    painter.fillRect(line, option.palette.color(P::Mid));
}

void toolBar(QPainter &painter, const QStyleOption &option)
{
    const QRect &r = option.rect;
    painter.fillRect(r, option.palette.color(P::Window));
    painter.fillRect(r.left(), r.bottom(), r.width(), 1, option.palette.color(P::Mid));
}

void statusBar(QPainter &painter, const QStyleOption &option)
{
    painter.fillRect(option.rect.left(), option.rect.top(), option.rect.width(), 1, option.palette.color(P::Mid));
}

/// Words upon the window, the one that is open on a tint; the bar of tools below has the line.
void menuBarItem(QPainter &painter, const QStyleOptionMenuItem &option)
{
    const bool chosen = option.state & QStyle::State_Selected || option.state & QStyle::State_Sunken;
    painter.fillRect(option.rect, chosen ? mixed(option.palette.color(P::Window), option.palette.color(P::Link), 0.25) : option.palette.color(P::Window));
}

void tip(QPainter &painter, const QStyleOption &option)
{
    painter.fillRect(option.rect, option.palette.color(P::ToolTipBase));
    edge(painter, option.rect, option.palette.color(P::Mid));
}

/// A line only: a tint would lie upon the words. On a chosen row it has the colour of the words, that of the row would not be seen.
void focus(QPainter &painter, const QStyleOption &option)
{
    const auto *ring = qstyleoption_cast<const QStyleOptionFocusRect *>(&option);
    const bool chosen = ring && ring->backgroundColor == option.palette.color(P::Highlight);
    chosen ? edge(painter, option.rect.adjusted(1, 1, -1, -1), option.palette.color(P::HighlightedText))
           : box(painter, option.rect, Qt::transparent, option.palette.color(P::Link));
}

/// Around tables, lists and texts, which in a dark window stand on nearly the same ground as the window.
void frame(QPainter &painter, const QStyleOption &option)
{
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(&option);
    if (frame && frame->lineWidth <= 0)
        return;
    edge(painter, option.rect, option.palette.color(option.state & QStyle::State_HasFocus ? P::Link : P::Mid));
}

void menuPanel(QPainter &painter, const QStyleOption &option)
{
    painter.fillRect(option.rect, option.palette.color(P::Base));
    edge(painter, option.rect, option.palette.color(P::Light));
}

/// The chosen one stands on a lighter ground, with a line of the accent between it and what it belongs to.
void tab(QPainter &painter, const QStyleOptionTab &option)
{
    const bool chosen = option.state & QStyle::State_Selected;
    const QColor window = option.palette.color(P::Window), ink = option.palette.color(P::WindowText);
    painter.fillRect(option.rect, chosen ? option.palette.color(P::Button) : answering(option, window, ink));
    const bool above = option.shape == QTabBar::RoundedNorth || option.shape == QTabBar::TriangularNorth;
    const int thick = chosen ? 2 : 1; // else the line of all tabs goes on
    painter.fillRect(QRect(option.rect.left(), above ? option.rect.bottom() + 1 - thick : option.rect.top(), option.rect.width(), thick), option.palette.color(chosen ? P::Link : P::Mid));
}

/// A line between the tabs and what they belong to.
void tabBase(QPainter &painter, const QStyleOption &option)
{
    const auto *base = qstyleoption_cast<const QStyleOptionTabBarBase *>(&option);
    const bool above = base && (base->shape == QTabBar::RoundedNorth || base->shape == QTabBar::TriangularNorth);
    painter.fillRect(QRect(option.rect.left(), above ? option.rect.bottom() : option.rect.top(), option.rect.width(), 1), option.palette.color(P::Mid));
}

void scrollBar(QPainter &painter, const QStyleOptionSlider &option, const QRect &handle)
{
    painter.fillRect(option.rect, option.palette.color(P::Window));
    if (!isEnabled(option) || option.minimum >= option.maximum)
        return;
    const Smooth smooth(painter);
    const bool held = option.state & QStyle::State_Sunken && option.activeSubControls & QStyle::SC_ScrollBarSlider;
    const bool over = option.state & QStyle::State_MouseOver && option.activeSubControls & QStyle::SC_ScrollBarSlider;
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(option.palette.color(P::Light), option.palette.color(P::WindowText), held ? 0.5 : over ? 0.3 : 0));
    const QRectF r = QRectF(handle).adjusted(2, 2, -2, -2);
    const qreal round = std::min(r.width(), r.height()) / 2;
    painter.drawRoundedRect(r, round, round);
}

void progress(QPainter &painter, const QStyleOptionProgressBar &option, bool groove)
{
    if (groove)
        return box(painter, option.rect, option.palette.color(P::Base), option.palette.color(P::Mid));
    QRect filled = option.rect.adjusted(2, 2, -2, -2);
    if (option.maximum > option.minimum)
        filled.setWidth(int(qint64(filled.width()) * (option.progress - option.minimum) / (option.maximum - option.minimum)));
    if (filled.width() > 0)
        box(painter, filled, option.palette.color(P::Link), Qt::transparent);
}

void busy(QPainter &painter, const QStyleOption &option, qreal at)
{
    const QRectF room = QRectF(option.rect).adjusted(2, 2, -2, -2);
    const qreal width = room.width() / 3;
    box(painter, QRectF(room.left() + at * (room.width() - width), room.top(), width, room.height()).toRect(), option.palette.color(P::Link), Qt::transparent);
}

void radio(QPainter &painter, const QStyleOption &option)
{
    const Smooth smooth(painter);
    const bool on = option.state & QStyle::State_On, focus = option.state & QStyle::State_HasFocus;
    const QColor accent = option.palette.color(P::Link);
    const QRectF ring = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(!isEnabled(option) ? option.palette.color(P::Mid) : on || focus ? accent : option.palette.color(P::PlaceholderText), focus ? 2 : 1.2));
    painter.setBrush(option.palette.color(P::Base));
    painter.drawEllipse(ring);
    if (!on)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(isEnabled(option) ? accent : option.palette.color(P::Mid));
    painter.drawEllipse(ring.adjusted(3, 3, -3, -3));
}

void checkEdge(QPainter &painter, const QStyleOption &option)
{
    painter.save();
    painter.setPen(option.palette.color(isEnabled(option) ? P::Normal : P::Disabled, P::PlaceholderText));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5));
    painter.restore();
}

} // namespace gui::stylepaint
