// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A text of code that can show a difference: beside each line its number and a sign, + for what came and − for what went.

#include "model/linediff.h"

#include <QPlainTextEdit>

namespace gui {

struct Theme;

class CodeView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit CodeView(QWidget *parent = nullptr);

    /// For each line what became of it and its number from 0 (-1: none); empty lists: a text without margin.
    void setLines(const QList<model::DiffLine::Kind> &kinds, const QList<int> &numbers);
    void setTheme(const Theme &theme);
    /// These lines of the text, in order, have another background.
    void setMarked(const QList<int> &blocks);
    QString signAt(int block) const; ///< "+", "−" or nothing
    int numberAt(int block) const;   ///< its line in the file; -1 when it is none of the file
    int blockOf(int line) const;
    QList<int> changes() const;      ///< the first line of each stretch that differs

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    template <typename Use>
    void eachShown(const QRect &rect, const Use &use) const;
    void paintPart(const QRect &part);
    void paintMargin(QPaintEvent *event);
    void placeMargin();
    bool eventFilter(QObject *watched, QEvent *event) override;

    QWidget *m_margin;
    const Theme *m_theme;
    QList<model::DiffLine::Kind> m_kinds;
    QList<int> m_numbers;
    QList<int> m_marked;
};

} // namespace gui
