// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The list of problems: a row each with a shape for its severity; activating one goes to its place.

#include "model/diagnostic.h"

#include <QTreeWidget>

namespace gui {

struct Theme;

class ProblemsList : public QTreeWidget
{
    Q_OBJECT
public:
    explicit ProblemsList(QWidget *parent = nullptr);
    void show(const model::Diagnostics &diagnostics);
    void setTheme(const Theme &theme);
    void step(int by); ///< to the next (1) or previous (-1) problem, round and round; goes there

signals:
    void picked(const model::ItemId &item, const QString &field);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void rebuild();
    model::Diagnostics m_diagnostics;
    const Theme *m_theme;
};

} // namespace gui
