// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps words that change with every edit from laying out and painting the whole window anew: only when they need other room does
// the layout around them hear of it.

#include <QWidget>

namespace gui {

class Still : public QWidget
{
    Q_OBJECT
public:
    /// Around a label or a row of buttons, which becomes its child.
    explicit Still(QWidget *content, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override;
    int heightForWidth(int width) const override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void measure();
    static QSize stepped(const QSize &size);
    bool isLine() const;
    int lineRoom() const;

    QWidget *m_content;
    QSize m_needed; ///< as of the last look
};

} // namespace gui
