// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window: one canvas in three modes, with the panels that each mode needs around it.

#include "gui/dialing.h"
#include "gui/selection.h"
#include "gui/theme.h"

#include "model/document.h"

#include <QMainWindow>

class QActionGroup;
class QComboBox;
class QDockWidget;
class QLabel;

namespace gui {

class CanvasScene;
class CanvasView;
class DeployPanel;
class Derived;
class Inspector;
class KindPalette;
class Preview;
class ProblemsList;
class WatchPanel;

enum class Mode { Design, Deploy, Watch };

class Window : public QMainWindow
{
    Q_OBJECT
public:
    Window(const model::Catalog &catalog, Dialing dialing, QWidget *parent = nullptr);
    ~Window() override;

    model::FleetDocument &document() { return m_document; }
    Selection &selection() { return m_selection; }
    CanvasView &canvas() { return *m_view; }
    CanvasScene &scene() { return *m_scene; }
    Preview &preview() { return *m_preview; }
    DeployPanel &deployPanel() { return *m_deploy; }
    WatchPanel &watchPanel() { return *m_watch; }

    bool openFile(const QString &path);   ///< says why in a box when it cannot
    void showFleet(const model::ParsedFleet &parsed); ///< e.g. the demo's
    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    void setTheme(ThemeChoice choice);
    /// Applies a step; a refusal is shown in the status bar and nothing changes.
    bool perform(const model::EditStep &step, const model::ItemId &select = {});

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void createCanvas();
    void createDocks();
    void createFileActions();
    void createEditActions();
    void createViewActions();
    void createModeActions();
    void connectAll();
    QAction *action(const QString &name, const QString &text, const QString &icon, const QKeySequence &shortcut);
    QDockWidget *dock(const QString &name, const QString &title, QWidget *widget, Qt::DockWidgetArea area);

    void newFleet();
    void open();
    bool save();
    bool saveAs();
    bool mayClose();
    void rememberFile(const QString &path);
    void refreshRecent();
    void removeSelected();
    void duplicateSelected();
    void addKind(const QString &kind);
    void addHostAt(const QPointF &position);
    void tidy();
    void toggleFullScreen();
    void contextMenu(const model::ItemId &item, const QPoint &at);

    void fleetChanged(const model::FleetChange &change);
    void selectionChanged();
    void refreshTitle();
    void refreshMarks();
    void showStatus(const QString &words);

    const model::Catalog &m_catalog;
    Dialing m_dialing;
    model::FleetDocument m_document;
    Selection m_selection;
    std::unique_ptr<Derived> m_derived;
    CanvasScene *m_scene = nullptr;
    CanvasView *m_view = nullptr;
    KindPalette *m_palette = nullptr;
    Inspector *m_inspector = nullptr;
    ProblemsList *m_problems = nullptr;
    Preview *m_preview = nullptr;
    DeployPanel *m_deploy = nullptr;
    WatchPanel *m_watch = nullptr;
    QHash<Mode, QList<QDockWidget *>> m_modeDocks;
    QList<QDockWidget *> m_docks;
    QHash<QString, QAction *> m_actions;
    QHash<QString, QString> m_actionIcons;
    QMenu *m_recent = nullptr;
    QLabel *m_statusCounts = nullptr, *m_demoLabel = nullptr;
    Mode m_mode = Mode::Design;
    ThemeChoice m_themeChoice = ThemeChoice::System;
    const Theme *m_theme = nullptr;
};

} // namespace gui
