// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The File menu: new, open, recent, save; and the question that keeps unsaved work from being lost.

#include <QObject>

class QAction;
class QMenu;

namespace gui {

class FileKeeper;
class Window;

class FileActions : public QObject
{
    Q_OBJECT
public:
    explicit FileActions(Window &window);

    bool save();   ///< asks for a place when there is none yet; says why in a box when it cannot
    bool saveAs();
    bool mayClose(); ///< asks about unsaved changes; false: stay
    void remember(const QString &path);
    void offerRecovery(); ///< asks about drafts that a crash left behind, if there are any
    FileKeeper &keeper() { return *m_keeper; }
    void reopenLast(); ///< at start without arguments, when the person wants that
    void openRecent(const QString &path);
    struct Template
    {
        QAction *action;
        QString title, words; ///< of the comment at its top: "title: words."
    };
    const QList<Template> &templates() const { return m_templates; }

private:
    void addTemplates(QMenu *menu);
    void addRecent(QMenu *menu);
    void newFleet(const QByteArray &text);
    void open();
    void refreshRecent();
    void addRecentEntry(const QString &path, bool pinned);
    bool report(const QString &title, const QString &message, const QString &hint);

    Window &m_window;
    FileKeeper *m_keeper;
    QList<Template> m_templates;
    QMenu *m_recent = nullptr;
    QString m_recentFor; ///< the open file when it was filled
};

} // namespace gui
