// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All rules by which fleets are judged, made from the rules themselves: code, how grave, what it means, how it is mended.

#include <QWidget>

class QLineEdit;
class QTreeWidget;

namespace model {
class Catalog;
}

namespace gui {

struct Theme;

class RulesView : public QWidget
{
    Q_OBJECT
public:
    RulesView(const model::Catalog &catalog, const Theme &theme, QWidget *parent = nullptr);

private:
    void filter(const QString &words);

    QLineEdit *m_search;
    QTreeWidget *m_rules;
};

} // namespace gui
