// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/fieldeditor.h"

#include "gui/icons.h"
#include "gui/theme.h"
#include "model/edit.h"
#include "model/validate.h"
#include "model/words.h"

#include <QComboBox>
#include <QCompleter>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

namespace {

/// Scrolling the form must not change a value on the way.
class CalmCombo : public QComboBox
{
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

/// Paragraphs that wrap, which plain words in a tip do not.
QString tipOf(QStringList paragraphs)
{
    paragraphs.removeAll(QString());
    QString tip;
    for (const QString &words : std::as_const(paragraphs))
        tip += u"<p>"_s + words.toHtmlEscaped() + u"</p>"_s;
    return tip;
}

QString unitText(const Field &field)
{
    return field.unit.isEmpty() ? ofCatalog(field.title) : ofCatalog(field.title) + u" ("_s + field.unit + u')';
}

} // namespace

FieldEditor::FieldEditor(const Field &field, const QStringList &choices, QWidget *parent) : QWidget(parent), m_field(field), m_choices(choices), m_theme(&Theme::darkTheme())
{
    setObjectName(u"field:"_s + field.name);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    m_label = new QLabel(unitText(field), this);
    m_label->setToolTip(tipOf({ofCatalog(field.help)}));
    layout->addWidget(m_label);
    if (field.type == FieldType::Enum || field.type == FieldType::Bool || isOfFleet())
        makeCombo();
    else
        makeLine();
    QWidget *editor = m_combo ? static_cast<QWidget *>(m_combo) : m_line;
    editor->setAccessibleName(ofCatalog(field.title));
    editor->setAccessibleDescription(ofCatalog(field.help));
    editor->setToolTip(tipOf({ofCatalog(field.help)}));
    m_label->setBuddy(editor);
    layout->addWidget(editor);
    auto *below = new QHBoxLayout;
    below->setSpacing(6);
    m_sign = new QLabel(this);
    m_complaint = new QLabel(this);
    m_complaint->setWordWrap(true);
    m_sign->hide();
    m_complaint->hide();
    below->addWidget(m_sign, 0, Qt::AlignTop);
    below->addWidget(m_complaint, 1);
    layout->addLayout(below);
    m_mend = new QPushButton(this);
    m_mend->setObjectName(u"mend:"_s + field.name);
    m_mend->hide();
    connect(m_mend, &QPushButton::clicked, this, &FieldEditor::mendAsked);
    layout->addWidget(m_mend, 0, Qt::AlignLeft);
}

void FieldEditor::makeCombo()
{
    m_combo = new CalmCombo(this);
    m_combo->setObjectName(m_field.name);
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_combo->setMinimumContentsLength(8);
    if (m_field.type == FieldType::Ref || m_field.fallback.isNull())
        m_combo->addItem(m_field.type == FieldType::Ref ? tr("(none)") : tr("(not set)"), QString());
    if (m_field.type == FieldType::Bool) {
        for (const bool yes : {false, true})
            m_combo->addItem(shownText(m_field, yes), Value(yes).text());
    }
    for (const QString &value : std::as_const(m_field.values))
        addWord(value);
    m_first = m_combo->count();
    for (const QString &choice : std::as_const(m_choices))
        m_combo->addItem(choice, choice);
    connect(m_combo, &QComboBox::activated, this, [this] {
        const QString text = m_combo->currentData().toString();
        Value value = m_field.type == FieldType::Bool ? Value(text == u"true"_s) : text.isEmpty() ? Value() : Value(text);
        if (m_own.isNull() && value == m_field.fallback)
            value = Value(); // it says what the default says: nothing to write
        if (m_isMixed || value != m_own)
            emit edited(m_field.name, value);
    });
}

/// A value of the catalog: people read its title.
void FieldEditor::addWord(const QString &value)
{
    const QString title = shownText(m_field, value);
    m_combo->addItem(m_field.notYetValues.contains(value) ? tr("%1 (not yet)").arg(title) : title, value);
    const auto words = m_field.choices.find(value);
    if (words != m_field.choices.end() && !words->second.help.isEmpty())
        m_combo->setItemData(m_combo->count() - 1, tipOf({ofCatalog(words->second.help)}), Qt::ToolTipRole);
}

/// What the field is for, and below what the choice that is shown means.
void FieldEditor::explainChoice()
{
    const auto choice = m_field.choices.find(m_combo->currentData().toString());
    const QStringList words{ofCatalog(m_field.help), choice == m_field.choices.end() ? QString() : ofCatalog(choice->second.help)};
    m_combo->setToolTip(tipOf(words));
    m_combo->setAccessibleDescription(words.join(u' ').trimmed());
}

void FieldEditor::makeLine()
{
    m_line = new QLineEdit(this);
    m_line->setObjectName(m_field.name);
    m_line->setPlaceholderText(valueText(m_field, m_field.fallback));
    if (!m_choices.isEmpty())
        m_line->setCompleter(new QCompleter(m_choices, m_line));
    m_line->installEventFilter(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(250);
    connect(&m_pause, &QTimer::timeout, this, &FieldEditor::offerTyped);
    connect(m_line, &QLineEdit::editingFinished, this, &FieldEditor::commitText);
    connect(m_line, &QLineEdit::textEdited, this, [this](const QString &text) {
        say(text);
        if (m_field.name != u"name"_s) // half a name would rename everything that mentions it
            m_pause.start();
    });
}

/// Of thousands mostly one is another.
void FieldEditor::setChoices(const QStringList &choices)
{
    const QStringList before = std::exchange(m_choices, choices); // also where they are the same: the next time they are so at once
    if (before == choices)
        return;
    if (m_line)
        return m_line->setCompleter(choices.isEmpty() ? nullptr : new QCompleter(choices, m_line));
    if (!isOfFleet())
        return;
    while (m_combo->count() > m_first + before.size())
        m_combo->removeItem(m_combo->count() - 1);
    const auto same = std::ranges::mismatch(before, choices);
    const qsizetype head = same.in1 - before.begin(), most = std::min(before.size(), choices.size()) - head;
    qsizetype tail = 0;
    while (tail < most && before.at(before.size() - 1 - tail) == choices.at(choices.size() - 1 - tail))
        ++tail;
    for (qsizetype i = before.size() - tail; i > head; --i)
        m_combo->removeItem(m_first + int(i) - 1);
    for (qsizetype i = head; i < choices.size() - tail; ++i)
        m_combo->insertItem(m_first + int(i), choices.at(i), choices.at(i));
}

void FieldEditor::say(const QString &text)
{
    const Result<Value> value = parseValue(m_field, text);
    complain(text.isEmpty() ? QString() : value ? complaint(m_field, *value) : value.error().message, Severity::Error);
}

/// An empty line over values that differ means them as they are.
bool FieldEditor::isNews(const Value &value) const
{
    return m_isMixed ? !value.isNull() : value != m_own;
}

void FieldEditor::offerTyped()
{
    const QString text = m_line->text();
    const Result<Value> value = text.isEmpty() ? Result<Value>(Value()) : parseValue(m_field, text);
    if (value && isNews(*value) && (text.isEmpty() || complaint(m_field, *value).isEmpty()))
        emit typed(m_field.name, *value);
}

bool FieldEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        m_pause.stop();
        m_line->setModified(false);
        emit cancelled();
        m_line->setText(m_isMixed ? QString() : valueText(m_field, m_own));
        complain({}, Severity::Error);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FieldEditor::commitText()
{
    const QString text = m_line->text();
    const bool waits = m_pause.isActive();
    m_pause.stop();
    const QString shown = m_isMixed ? QString() : valueText(m_field, m_own);
    if (text == shown || (!m_line->isModified() && !waits))
        return emit left();
    m_line->setModified(false);
    const Result<Value> value = text.isEmpty() ? Result<Value>(Value()) : parseValue(m_field, text);
    if (value && isNews(*value))
        emit edited(m_field.name, *value); // a value out of range is refused in words, see Window::perform()
    emit left();
}

void FieldEditor::show(const Value &own, const Value &effective, bool mixed)
{
    m_own = own;
    m_isMixed = mixed;
    m_effective = effective;
    if (m_combo) {
        showChoice(effective, mixed);
    } else if (!m_line->hasFocus() || !m_line->isModified()) {
        showText(mixed ? QString() : valueText(m_field, own));
        const QString otherwise = valueText(m_field, own.isNull() ? effective : m_field.fallback);
        m_line->setPlaceholderText(mixed ? tr("mixed") : !otherwise.isEmpty() || m_field.required ? otherwise : m_field.type == FieldType::List ? tr("none") : tr("not set"));
        m_line->setModified(false);
    }
}

/// A line that says it already is not painted again; what was typed into it before cannot be undone in it.
void FieldEditor::showText(const QString &text)
{
    if (m_line->text() != text || m_line->isUndoAvailable() || m_line->isRedoAvailable())
        m_line->setText(text);
    if (!m_line->hasFocus() && m_line->cursorPosition() > 0)
        m_line->setCursorPosition(0); // of a long value its beginning shows
}

/// Choices may be thousands: they are looked through in their list, which is far quicker than the box.
int FieldEditor::rowOf(const QString &text) const
{
    if (!isOfFleet())
        return m_combo->findData(text);
    if (const qsizetype choice = m_choices.indexOf(text); choice >= 0)
        return m_first + int(choice);
    for (int row = 0; row < m_first; ++row) { // a word of the catalog, or none
        if (m_combo->itemData(row).toString() == text)
            return row;
    }
    const int last = m_combo->count() - 1; // one that is no choice any more
    if (last >= m_first + m_choices.size() && m_combo->itemData(last).toString() == text)
        return last;
    return -1;
}

/// Looks for it only when another one is shown.
void FieldEditor::showChoice(const Value &value, bool mixed)
{
    const QString text = value.isNull() ? QString() : value.text();
    while (m_combo->count() > m_first + m_choices.size() && m_combo->itemData(m_combo->count() - 1).toString() != text)
        m_combo->removeItem(m_combo->count() - 1); // a value that was none of them
    const bool isShown = m_combo->currentIndex() >= 0 && m_combo->currentData().toString() == text;
    if (mixed || !isShown) {
        const int known = rowOf(text);
        if (known < 0 && !value.isNull())
            m_combo->addItem(text, text);
        m_combo->setCurrentIndex(mixed ? -1 : known < 0 && !value.isNull() ? m_combo->count() - 1 : known);
    }
    m_combo->setPlaceholderText(mixed ? tr("mixed") : QString());
    explainChoice();
}

void FieldEditor::setComplaint(const QString &words, Severity severity, const Theme &theme)
{
    m_theme = &theme;
    complain(words, severity);
}

void FieldEditor::complain(const QString &words, Severity severity)
{
    const QColor color = severity == Severity::Error ? m_theme->bad : severity == Severity::Warning ? m_theme->warning : m_theme->dim;
    if (words == m_complaint->text() && (words.isEmpty() || color == m_complaint->palette().color(QPalette::WindowText)))
        return;
    QPalette palette = m_complaint->palette();
    palette.setColor(QPalette::WindowText, color);
    m_complaint->setPalette(palette);
    m_complaint->setText(words);
    if (!words.isEmpty()) {
        const int side = m_complaint->fontMetrics().height();
        m_sign->setPixmap(iconPixmap(severityName(severity), color, side, devicePixelRatioF()));
        m_sign->setAccessibleName(severityName(severity));
    }
    m_sign->setVisible(!words.isEmpty());
    m_complaint->setVisible(!words.isEmpty());
}

void FieldEditor::setFix(const QString &words)
{
    m_mend->setText(words);
    m_mend->setVisible(!words.isEmpty());
}

void FieldEditor::forget()
{
    m_pause.stop();
    if (m_line)
        m_line->setModified(false);
}

void FieldEditor::setDimmed(bool dimmed)
{
    setVisible(!dimmed);
}

void FieldEditor::takeFocus()
{
    QWidget *editor = m_combo ? static_cast<QWidget *>(m_combo) : m_line;
    editor->setFocus(Qt::OtherFocusReason);
    if (m_line)
        m_line->selectAll();
}

} // namespace gui
