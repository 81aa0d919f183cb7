// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A few words at the foot of the canvas, with at most one button; gone after some seconds, but never while it is being used.

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace gui {

struct Theme;

class Toast : public QFrame
{
    Q_OBJECT
public:
    explicit Toast(QWidget *over);

    void say(const QString &words);                              ///< words only
    void offer(const QString &words, const QString &button);     ///< chosen() follows when the button is pressed
    void setLifetime(std::chrono::milliseconds lifetime) { m_timer.setInterval(lifetime); }
    void setTheme(const Theme &theme);
    /// How many pixels of what one wants to see would lie below it there: it appears where that is least.
    void setCost(std::function<qint64(const QRect &place)> cost) { m_cost = std::move(cost); }
    QString words() const;
    bool offers() const; ///< it is there, with its button

signals:
    void chosen();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void appear(const QString &words, const QString &button);
    void moveToFoot();

    QLabel *m_words;
    QPushButton *m_button;
    QToolButton *m_close;
    QTimer m_timer;
    QString m_look; ///< as a style sheet
    std::function<qint64(const QRect &)> m_cost;
};

} // namespace gui
