// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tour for people: it points at one part of the window after the other and says what it is for. It can be taken again.

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;

namespace gui {

struct Theme;

struct Station
{
    QList<QWidget *> parts; ///< that it speaks of, side by side
    QString title, words;
};

class Guide : public QFrame
{
    Q_OBJECT
public:
    /// Places of the window, in its coordinates, that should stay to be seen; asked at every station.
    using Sights = std::function<QList<QRect>()>;
    Guide(QList<Station> stations, const Theme &theme, QWidget *window, Sights sights = {});
    qsizetype station() const { return m_at; }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void go(qsizetype to);
    QPoint placeBeside(const QRect &part) const;

    QList<Station> m_stations;
    Sights m_sights;
    qsizetype m_at = 0;
    QFrame *m_frame; ///< around the part
    QLabel *m_title, *m_words, *m_count;
    QPushButton *m_close, *m_back, *m_next;
};

} // namespace gui
