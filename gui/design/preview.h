// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The flake that comes of the design: file tree and highlighted text, following every edit; lines and items mark each other.

#include "gui/design/highlight.h"
#include "gui/selection.h"

#include "model/filetree.h"

#include <QSplitter>

class QLabel;
class QPlainTextEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace gui {

class Derived;
struct Theme;

class Preview : public QSplitter
{
    Q_OBJECT
public:
    Preview(const Derived &derived, const Selection &selection, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void refresh();                        ///< the tree changed
    void showSelection();                  ///< go to and mark the lines of what is selected
    void openFile(const QString &path);
    const QString &currentFile() const { return m_path; }
    QList<int> markedLines() const { return m_marked; }

signals:
    void picked(const model::ItemId &item, const QString &field); ///< a line was clicked that comes from there

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rebuildFiles();
    void embolden();
    void replaceText(const QByteArray &text);
    void mark();
    bool shows(const QString &path, const model::ItemId &item) const;
    QString fileOf(const model::ItemId &item) const;

    const Derived &m_derived;
    const Selection &m_selection;
    const Theme *m_theme;
    QTreeWidget *m_files = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QLabel *m_caption = nullptr;
    std::unique_ptr<Highlight> m_highlight;
    QHash<QString, QTreeWidgetItem *> m_rows;
    QStringList m_bold; ///< files that the last edit changed
    QString m_path;
    QList<int> m_marked;
};

} // namespace gui
