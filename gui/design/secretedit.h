// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a secret is typed or pasted: shows dots only, has no undo, gives nothing to the clipboard, and keeps the value in
// memory that is wiped. A line edit would leave copies behind and take one line only.

#include "remote/secrets/plaintext.h"

#include <QWidget>

namespace gui {

class SecretEdit : public QWidget
{
    Q_OBJECT
public:
    explicit SecretEdit(QWidget *parent = nullptr);

    bool isEmpty() const { return m_value.isEmpty(); }
    secrets::Plaintext take(); ///< the value; the field is empty then
    void clear();
    QSize sizeHint() const override;

signals:
    void changed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void add(const QString &text);
    void paste();
    void removeLast();
    QString shown() const;

    secrets::Plaintext m_value;
};

} // namespace gui
