// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A row per host, a station per step: what is done, what runs and how far, what failed. Told by shape as well as colour.

#include "gui/canvas/marks.h"
#include "remote/deploy.h"

#include <QWidget>

namespace gui {

struct Theme;

struct StepRow
{
    QString host, tier;
    remote::Phase phase = remote::Phase::Draft;
    QString words;                                   ///< one sentence: what runs, or why it failed
    QHash<remote::Step, remote::StepState> states;
    QHash<remote::Step, double> progress;            ///< 0…1 while running; absent unknown
    QString tip;                                     ///< more than the sentence
    bool isStopped = false;                          ///< by what the sentence says, before it began
};

class StepGrid : public QWidget
{
    Q_OBJECT
public:
    explicit StepGrid(QWidget *parent = nullptr);
    void setTheme(const Theme &theme);
    void show(const QList<StepRow> &rows);
    void setCurrent(const QString &host);
    QSize sizeHint() const override;

signals:
    void picked(const QString &host);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void paintRow(QPainter &painter, const QRectF &rect, const StepRow &row) const;
    void paintStation(QPainter &painter, const QPointF &centre, remote::StepState state, double progress) const;
    QRectF rowRect(qsizetype index) const;
    qreal stationX(int index) const;

    const Theme *m_theme;
    QList<StepRow> m_rows;
    QString m_current;
};

QString phaseTitle(remote::Phase phase);
MarkShape shapeOf(remote::Phase phase);

} // namespace gui
