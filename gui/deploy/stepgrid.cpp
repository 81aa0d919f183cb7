// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/deploy/stepgrid.h"

#include "gui/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace gui {

using namespace remote;

static constexpr int steps = 8;
static constexpr qreal headHeight = 30, rowHeight = 52, nameWidth = 250;

QString phaseTitle(Phase phase)
{
    switch (phase) {
    case Phase::Draft: return StepGrid::tr("draft");
    case Phase::Building: return StepGrid::tr("building");
    case Phase::Testing: return StepGrid::tr("testing");
    case Phase::AwaitingConfirmation: return StepGrid::tr("awaiting confirmation");
    case Phase::Live: return StepGrid::tr("live");
    case Phase::RolledBack: return StepGrid::tr("rolled back");
    case Phase::Failed: return StepGrid::tr("failed");
    case Phase::Refused: return StepGrid::tr("refused");
    case Phase::Cancelled: return StepGrid::tr("cancelled");
    }
    return {};
}

StepGrid::StepGrid(QWidget *parent) : QWidget(parent), m_theme(&Theme::darkTheme())
{
    setObjectName(u"deploy-steps"_s);
    setAccessibleName(tr("Steps of every host"));
    setFocusPolicy(Qt::StrongFocus);
}

void StepGrid::setTheme(const Theme &theme)
{
    m_theme = &theme;
    update();
}

void StepGrid::show(const QList<StepRow> &rows)
{
    const bool grown = rows.size() != m_rows.size();
    m_rows = rows;
    QStringList words;
    for (const StepRow &row : rows)
        words += row.host + u": "_s + phaseTitle(row.phase) + (row.words.isEmpty() ? QString() : u", "_s + row.words);
    setAccessibleDescription(words.join(u"; "_s));
    if (grown) {
        setMinimumHeight(sizeHint().height());
        updateGeometry();
    }
    update();
}

void StepGrid::setCurrent(const QString &host)
{
    m_current = host;
    update();
}

QSize StepGrid::sizeHint() const
{
    return QSize(880, int(headHeight + rowHeight * qreal(std::max<qsizetype>(m_rows.size(), 1))) + 4);
}

QRectF StepGrid::rowRect(qsizetype index) const
{
    return QRectF(0, headHeight + qreal(index) * rowHeight, width(), rowHeight);
}

qreal StepGrid::stationX(int index) const
{
    const qreal left = nameWidth + 40, right = width() - 40;
    return left + (right - left) * index / (steps - 1);
}

void StepGrid::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    painter.setPen(m_theme->dim);
    for (int i = 0; i < steps && !m_rows.isEmpty(); ++i)
        painter.drawText(QRectF(stationX(i) - 50, 0, 100, headHeight), Qt::AlignCenter, stepTitle(Step(i)));
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        paintRow(painter, rowRect(i), m_rows.at(i));
}

MarkShape shapeOf(Phase phase)
{
    switch (phase) {
    case Phase::Live: return MarkShape::Good;
    case Phase::RolledBack:
    case Phase::Cancelled: return MarkShape::Warning;
    case Phase::Failed:
    case Phase::Refused: return MarkShape::Bad;
    case Phase::Draft: return MarkShape::None;
    default: return MarkShape::Busy;
    }
}

void StepGrid::paintRow(QPainter &painter, const QRectF &rect, const StepRow &row) const
{
    if (row.host == m_current) {
        QColor fill = m_theme->accent;
        fill.setAlphaF(0.14f);
        painter.fillRect(rect, fill);
    }
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), m_theme->border);
    const MarkShape shape = row.isStopped ? MarkShape::Bad : shapeOf(row.phase);
    paintMark(painter, QRectF(12, rect.top() + 10, 16, 16), shape, *m_theme);
    constexpr qreal left = 36; // with or without a mark
    QFont bold = font();
    bold.setPixelSize(14);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(m_theme->text);
    painter.drawText(QRectF(left, rect.top() + 6, nameWidth - left, 22), Qt::AlignVCenter,
                     QFontMetricsF(bold).elidedText(row.host, Qt::ElideMiddle, nameWidth - left));
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    painter.setPen(shape == MarkShape::Bad || shape == MarkShape::Warning ? markColor(shape, *m_theme) : m_theme->dim);
    painter.drawText(QRectF(left, rect.top() + 31, nameWidth - left, 18), Qt::AlignVCenter, phaseTitle(row.phase));
    for (int i = 0; i + 1 < steps; ++i) {
        const bool done = row.states.value(Step(i)) == StepState::Done || row.states.value(Step(i)) == StepState::Skipped;
        painter.setPen(QPen(done ? m_theme->good : m_theme->border, 2));
        painter.drawLine(QPointF(stationX(i) + 11, rect.top() + 18), QPointF(stationX(i + 1) - 11, rect.top() + 18));
    }
    for (int i = 0; i < steps; ++i)
        paintStation(painter, QPointF(stationX(i), rect.top() + 18), row.states.value(Step(i)), row.progress.value(Step(i), -1));
    painter.setPen(shape == MarkShape::Bad || shape == MarkShape::Warning ? markColor(shape, *m_theme) : m_theme->dim);
    const QRectF words(stationX(0) - 9, rect.top() + 31, width() - stationX(0) - 11, 18);
    painter.drawText(words, Qt::AlignVCenter, QFontMetricsF(small).elidedText(row.words, Qt::ElideRight, words.width()));
}

void StepGrid::paintStation(QPainter &painter, const QPointF &centre, StepState state, double progress) const
{
    const QRectF rect(centre.x() - 9, centre.y() - 9, 18, 18);
    switch (state) {
    case StepState::Done: return paintMark(painter, rect, MarkShape::Good, *m_theme);
    case StepState::Failed: return paintMark(painter, rect, MarkShape::Bad, *m_theme);
    case StepState::Skipped:
        painter.setPen(QPen(m_theme->dim, 2));
        painter.drawLine(QPointF(rect.left() + 3, centre.y()), QPointF(rect.right() - 3, centre.y()));
        return;
    case StepState::Waiting:
        painter.setPen(QPen(m_theme->borderStrong, 1.6));
        painter.setBrush(m_theme->surface);
        painter.drawEllipse(rect.adjusted(3, 3, -3, -3));
        return;
    case StepState::Running: break;
    }
    painter.setPen(QPen(m_theme->border, 3));
    painter.setBrush(m_theme->surface);
    painter.drawEllipse(rect);
    painter.setPen(QPen(m_theme->accent, 3, Qt::SolidLine, Qt::RoundCap));
    const double share = progress < 0 ? 0.25 : std::clamp(progress, 0.02, 1.0); // unknown: a quarter, with words beside it
    painter.drawArc(rect, 90 * 16, -int(360 * 16 * share));
}

bool StepGrid::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (rowRect(i).contains(help->pos()))
            QToolTip::showText(help->globalPos(), m_rows.at(i).tip.isEmpty() ? m_rows.at(i).words : m_rows.at(i).tip, this, rowRect(i).toRect());
    }
    return true;
}

void StepGrid::mousePressEvent(QMouseEvent *event)
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (rowRect(i).contains(event->position()))
            emit picked(m_rows.at(i).host);
    }
}

void StepGrid::keyPressEvent(QKeyEvent *event)
{
    qsizetype now = -1;
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        now = m_rows.at(i).host == m_current ? i : now;
    const qsizetype next = event->key() == Qt::Key_Down ? now + 1 : event->key() == Qt::Key_Up ? now - 1 : -1;
    if (next >= 0 && next < m_rows.size())
        emit picked(m_rows.at(next).host);
    else
        QWidget::keyPressEvent(event);
}

} // namespace gui
