// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/overlay/renameeditor.h"

#include "gui/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

RenameEditor::RenameEditor(const QString &name, const QRect &box, Complaint complaint, const Theme &theme, QWidget *over)
    : QWidget(over), m_before(name), m_complaint(std::move(complaint)), m_line(new QLineEdit(name, this)), m_words(new QLabel(this))
{
    setObjectName(u"rename"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_line, 0, Qt::AlignLeft);
    layout->addWidget(m_words);
    m_line->setObjectName(u"rename-line"_s);
    m_line->setAccessibleName(tr("New name of %1").arg(name));
    m_words->setObjectName(u"rename-words"_s);
    m_words->setWordWrap(true);
    m_words->setIndent(0);
    m_words->setStyleSheet(u"color: %1; background: %2; border: 1px solid %1; border-radius: 4px; padding: 3px 7px;"_s.arg(theme.bad.name(), theme.raised.name()));
    m_words->hide();
    m_bad = m_line->palette();
    for (const QPalette::ColorRole edge : {QPalette::Link, QPalette::Light})
        m_bad.setColor(edge, theme.bad);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &RenameEditor::check);
    const QRect all = box.adjusted(-2, -2, 2, 2); // with the edge of what is selected
    const int w = std::max(all.width(), 110), h = std::clamp(all.height(), m_line->sizeHint().height(), 48);
    const QRect room = over->rect();
    m_line->setFixedSize(w, h);
    setGeometry(std::clamp(all.left(), 0, std::max(0, room.width() - w)), std::clamp(all.top(), 0, std::max(0, room.height() - h)), w, h);
    show();
    raise();
    m_line->selectAll();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void RenameEditor::check()
{
    constexpr int least = 240; // a sentence in a column of single words is hard to read
    const QString words = m_line->text() == m_before ? QString() : m_complaint(m_line->text());
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    m_line->setPalette(words.isEmpty() ? QPalette() : m_bad);
    const int w = words.isEmpty() ? m_line->width() : std::max(m_line->width(), least);
    setGeometry(std::min(x(), std::max(0, parentWidget()->width() - w)), y(), w, m_line->height() + (words.isEmpty() ? 0 : m_words->heightForWidth(w)));
}

void RenameEditor::end(bool keep)
{
    if (std::exchange(m_ended, true))
        return;
    const QString name = m_line->text();
    const bool fits = keep && name != m_before && m_complaint(name).isEmpty();
    if (m_line->hasFocus())
        parentWidget()->setFocus(); // before it is hidden: else Qt hands the keyboard on as Tab would
    hide();
    deleteLater();
    if (fits)
        emit renamed(name);
}

bool RenameEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_line)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut)
        end(true);
    if (event->type() != QEvent::KeyPress)
        return false;
    const int key = static_cast<QKeyEvent *>(event)->key();
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (!enter && key != Qt::Key_Escape)
        return false;
    if (enter && m_line->text() != m_before && !m_complaint(m_line->text()).isEmpty())
        return true; // the words below say why
    end(enter);
    return true;
}

} // namespace gui
