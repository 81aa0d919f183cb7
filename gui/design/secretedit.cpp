// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/secretedit.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionFrame>

using namespace Qt::StringLiterals;

namespace gui {

SecretEdit::SecretEdit(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    setCursor(Qt::IBeamCursor);
    setAccessibleName(tr("Secret value, not shown"));
}

secrets::Plaintext SecretEdit::take()
{
    secrets::Plaintext value = std::move(m_value);
    clear();
    return value;
}

void SecretEdit::clear()
{
    m_value = {};
    update();
    emit changed();
}

QSize SecretEdit::sizeHint() const
{
    return {320, fontMetrics().height() + 10};
}

void SecretEdit::add(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    m_value.append(bytes);
    bytes.fill('\0'); // our own copy: nobody shares it
    update();
    emit changed();
}

void SecretEdit::paste()
{
    add(QApplication::clipboard()->text());
}

/// The whole last character, of however many bytes.
void SecretEdit::removeLast()
{
    qsizetype size = m_value.size();
    while (size > 0 && (quint8(m_value.view()[--size]) & 0xc0) == 0x80) {
    }
    m_value.resize(size);
    update();
    emit changed();
}

void SecretEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste))
        return paste();
    if (event->matches(QKeySequence::DeleteStartOfWord) || event->key() == Qt::Key_Delete)
        return clear();
    if (event->key() == Qt::Key_Backspace)
        return removeLast();
    const QString text = event->text();
    if (text.isEmpty() || !text.front().isPrint() || (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return QWidget::keyPressEvent(event); // Return and Esc are the dialog's
    add(text);
}

void SecretEdit::inputMethodEvent(QInputMethodEvent *event)
{
    if (!event->commitString().isEmpty())
        add(event->commitString());
}

void SecretEdit::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton && QApplication::clipboard()->supportsSelection())
        add(QApplication::clipboard()->text(QClipboard::Selection));
}

QString SecretEdit::shown() const
{
    if (m_value.isEmpty())
        return tr("Type or paste the value");
    const qsizetype lines = std::count(m_value.view().begin(), m_value.view().end(), '\n') + 1;
    const QString dots(qMin<qsizetype>(m_value.size(), 24), QChar(0x2022));
    return lines > 1 ? tr("%1  (%2 lines)").arg(dots).arg(lines) : dots;
}

void SecretEdit::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QStyleOptionFrame option;
    option.initFrom(this);
    option.lineWidth = 1;
    option.state |= QStyle::State_Sunken;
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
    painter.setPen(palette().color(m_value.isEmpty() ? QPalette::PlaceholderText : QPalette::Text));
    painter.drawText(rect().adjusted(8, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, shown());
}

} // namespace gui
