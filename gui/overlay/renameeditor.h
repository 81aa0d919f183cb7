// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A line over a box of the canvas in which its name is edited in place; red words below while the name cannot be taken.

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;

namespace gui {

struct Theme;

class RenameEditor : public QWidget
{
    Q_OBJECT
public:
    /// Empty: the name fits; else why it does not.
    using Complaint = std::function<QString(const QString &name)>;
    RenameEditor(const QString &name, const QRect &box, Complaint complaint, const Theme &theme, QWidget *over);

signals:
    void renamed(const QString &name); ///< Enter, or the keyboard goes elsewhere while the name fits; the editor goes by itself

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void check();
    void end(bool keep);

    QString m_before;
    Complaint m_complaint;
    QPalette m_bad; ///< of a line that holds no name
    QLineEdit *m_line;
    QLabel *m_words;
    bool m_ended = false;
};

} // namespace gui
