// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The flake that comes of the design: file tree and highlighted text, following every edit; lines and items mark each other.

#include "gui/design/comparison.h"
#include "gui/design/editsrow.h"
#include "gui/design/highlight.h"
#include "gui/selection.h"

#include "model/filetree.h"
#include "nixgen/generate.h"

#include <QSplitter>

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QStackedWidget;

namespace gui {

class CodeView;
class Derived;
class FileList;
class FileSearch;
struct Hit;
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

    /// Where the files go and what a person edited there; a comparison follows it.
    void setFolder(const QString &folder, const QList<nixgen::HandEdit> &edits, const nixgen::CapturedFiles &captured);
    void compareWith(Against against, const QString &host = {});
    const Comparison &comparison() const { return m_comparison; }
    bool goToChange(int step);             ///< the next one (1) or the one before (-1), over all files; false when there is none
    void search();                         ///< in all files
    void addButtons(const QList<QAction *> &actions); ///< above the text, and in its menu
    QByteArray shownFile() const;          ///< all of the file that is shown, as it is generated
    EditsRow &editsRow() { return *m_edits; }

signals:
    void picked(const model::ItemId &item, const QString &field); ///< a line was clicked that comes from there
    void editChosen(const QString &path, gui::EditChoice choice);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeRoomForNames();
    void makeRoomFor(const QStringList &paths);
    QWidget *createFiles();
    QWidget *createText();
    void showFile(const QString &path);
    void rebuildFiles();
    void followFiles();
    qsizetype rowCount() const;
    void countChanges();
    void recompare();
    void fillChoices();
    void showChoice();
    void showText();
    void goToLine(const Hit &hit);
    void openFirstChange();
    void replaceText(const QByteArray &bytes);
    void mark();
    bool isGenerated(const QString &path) const; ///< its lines have origins
    bool shows(const QString &path, const model::ItemId &item) const;
    QString fileOf(const model::ItemId &item) const;

    const Derived &m_derived;
    const Selection &m_selection;
    const Theme *m_theme;
    QComboBox *m_against = nullptr;
    QStackedWidget *m_left = nullptr; ///< the files, or the search in them
    bool m_isSized = false;           ///< by a person
    FileList *m_files = nullptr;
    FileSearch *m_search = nullptr; ///< made when it is first asked for
    EditsRow *m_edits = nullptr;
    CodeView *m_text = nullptr;
    QLabel *m_caption = nullptr;
    QHBoxLayout *m_bar = nullptr;
    QString m_folder;
    QList<nixgen::HandEdit> m_handEdits;
    nixgen::CapturedFiles m_captured; ///< these stand in the place of what is generated
    Comparison m_comparison;
    std::optional<Baseline> m_baseline; ///< of the comparison; none: the folder is to be looked at
    std::unique_ptr<Highlight> m_highlight;
    QStringList m_hosts;             ///< that one may compare with
    QString m_path;
    bool m_isChosen = false; ///< by a person, not by what is selected
    QByteArray m_shown; ///< the text of m_text
    QList<int> m_marked;
};

} // namespace gui
