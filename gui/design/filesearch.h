// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Search across all generated files: a line to type in, and the lines that hold it, file by file.

#include "model/filetree.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace gui {

struct Hit
{
    QString path;
    int line = 0, column = 0; ///< from 0
    QString text;             ///< of the line
    bool operator==(const Hit &) const = default;
};

/// In the order of the files, at most so many; capital letters do not matter.
QList<Hit> searchTree(const model::FileTree &tree, const QString &words, qsizetype most = 1000);

class FileSearch : public QWidget
{
    Q_OBJECT
public:
    FileSearch(const model::FileTree &tree, QWidget *parent = nullptr);

    void start(const QString &words = {}); ///< takes the keyboard
    void refresh();                        ///< the files changed
    const QString words() const;

signals:
    void picked(const gui::Hit &hit, bool stay); ///< stay: the person goes on in the list
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void pick(QTreeWidgetItem *row, bool stay);
    bool keyInLine(int key);

    const model::FileTree &m_tree;
    QLineEdit *m_line;
    QLabel *m_count;
    QTreeWidget *m_list;
};

} // namespace gui
