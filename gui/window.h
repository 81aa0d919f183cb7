// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window: one canvas in three modes, with the panels that each mode needs around it.

#include "gui/dialing.h"
#include "gui/docklayouts.h"
#include "gui/selection.h"
#include "gui/theme.h"

#include "model/document.h"

#include <QMainWindow>

class QDockWidget;
class QLabel;
class QVBoxLayout;

namespace gui {

class Actions;
class CanvasScene;
class CanvasView;
class DeployPanel;
class Derived;
class EditActions;
class FileActions;
class FullScreen;
class HelpActions;
class Inspector;
class KindPalette;
class Preview;
class ProblemsList;
class ProblemsPanel;
class StartPanel;
class Toast;
class WatchPanel;

enum class Mode { Design, Deploy, Watch };

class Window : public QMainWindow
{
    Q_OBJECT
public:
    Window(const model::Catalog &catalog, Dialing dialing, QWidget *parent = nullptr);
    ~Window() override;

    const model::Catalog &catalog() const { return m_catalog; }
    model::FleetDocument &document() { return m_document; }
    const Derived &derived() const { return *m_derived; }
    Actions &actions() { return *m_actions; }
    Selection &selection() { return m_selection; }
    CanvasView &canvas() { return *m_view; }
    CanvasScene &scene() { return *m_scene; }
    KindPalette &palettePanel(); ///< made once the canvas was painted or when it is first asked for, as the next three
    Inspector &inspector();
    ProblemsList &problems();
    Preview &preview();
    bool hasPanels() const { return m_preview; }
    DeployPanel &deployPanel(); ///< made when it is first asked for, as the next one
    WatchPanel &watchPanel();

    Toast &toast() { return *m_toast; }
    const Theme &theme() const { return *m_theme; }
    const QList<QDockWidget *> &docks() const { return m_docks; }
    bool isDemo() const { return m_dialing.demo; }
    FileActions &files() { return *m_file; }
    HelpActions &help() { return *m_help; }
    FullScreen &fullScreen() { return *m_fullScreen; }

    bool openFile(const QString &path);   ///< says why in a box when it cannot
    void showFleet(const model::ParsedFleet &parsed); ///< e.g. the demo's
    void expectPicture();                 ///< what is opened next is painted before anything else is made of it
    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    void setTheme(ThemeChoice choice);
    /// Applies a step; a refusal is shown in the status bar and nothing changes.
    bool perform(const model::EditStep &step, const model::ItemId &select = {}, const model::Layout &places = {});
    void showStatus(const QString &words);
    void offerUndo(const QString &done);   ///< in place of a question before: words and a button that takes the last step back
    void showPanel(QWidget *panel);        ///< brings the dock of a panel to the front
    void resetLayout();                    ///< panels as they were at first
    void setLocked(bool locked);           ///< nothing can be edited until unlocked
    bool mayEdit() const { return m_mode == Mode::Design && !m_locked; }
    QString whyNoEdits() const;

signals:
    void panelsMade(); ///< those of Design: once

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void createCanvas();
    void createDocks();
    void createActions();
    void connectAll();
    QDockWidget *dock(const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area);
    QVBoxLayout *emptyPage();
    void dress();
    void pictureShown();
    void makePanels();
    void connectPanels();
    void refreshPanels();
    void dressPanels();
    void lockPanels();

    void performTyped(const model::EditStep &step);
    void takeBackTyped();
    void contextMenu(const model::ItemId &item, const QPoint &at);

    void fleetChanged(const model::FleetChange &change);
    void selectionChanged();
    void refreshFindings();
    void planDeploy();
    void refreshTitle();
    void refreshCounts();
    void refreshMarks();
    void refreshStart();

    const model::Catalog &m_catalog;
    Dialing m_dialing;
    model::FleetDocument m_document;
    Selection m_selection;
    std::unique_ptr<Derived> m_derived;
    CanvasScene *m_scene = nullptr;
    CanvasView *m_view = nullptr;
    KindPalette *m_palette = nullptr; ///< null until the panels are made, as the next four
    Inspector *m_inspector = nullptr;
    ProblemsList *m_problems = nullptr;
    ProblemsPanel *m_problemsPanel = nullptr;
    Preview *m_preview = nullptr;
    QVBoxLayout *m_palettePage = nullptr, *m_deployPage = nullptr, *m_watchPage = nullptr;
    bool m_problemsSeen = true; ///< their dock is no tab behind another
    DeployPanel *m_deploy = nullptr; ///< null until its mode was entered, as the next one
    WatchPanel *m_watch = nullptr;
    QList<QDockWidget *> m_docks;
    Actions *m_actions = nullptr;
    FileActions *m_file = nullptr;
    EditActions *m_edit = nullptr;
    HelpActions *m_help = nullptr;
    FullScreen *m_fullScreen = nullptr;
    QLabel *m_statusCounts = nullptr;
    Toast *m_toast = nullptr;
    StartPanel *m_start = nullptr; ///< null while every fleet had hosts
    QString m_offered; ///< the step that the toast's button takes back
    bool m_isFollowing = false; ///< an edit: what shows the selection is refreshed at its end
    bool m_typing = false, m_ownStep = false; ///< the last step is what a person is typing; we are the one who changes it
    DockLayouts m_layouts{*this};
    bool m_locked = false;
    Mode m_mode = Mode::Design;
    ThemeChoice m_themeChoice = ThemeChoice::System;
    const Theme *m_theme = nullptr;
};

} // namespace gui
