// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Says above the preview that a generated file was edited by hand, and what can be done about it.

#include "nixgen/write.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace gui {

enum class EditChoice { Show, Keep, Overwrite, Move };

class EditsRow : public QFrame
{
    Q_OBJECT
public:
    explicit EditsRow(QWidget *parent = nullptr);

    void setEdits(const QList<nixgen::HandEdit> &edits); ///< those that a person said to keep stay out until they change again
    void keep(const QString &path);
    void showFor(const QString &path);                   ///< the edit of that file, if there is one; else the first
    QString current() const { return m_current; }
    QString words() const;
    bool isKept(const nixgen::HandEdit &edit) const { return m_kept.value(edit.path) == edit.edited; }

signals:
    void chosen(const QString &path, gui::EditChoice choice);

private:
    void refresh();

    QLabel *m_words;
    QPushButton *m_move;
    QList<QPushButton *> m_decisions; ///< for good or bad
    QList<nixgen::HandEdit> m_edits;
    QHash<QString, QByteArray> m_kept;
    QString m_current, m_file;
};

} // namespace gui
