// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One field of an item as a form row: label, the editor that fits its type, and words below, with the sign of how bad it is, when the value does not fit.

#include "model/catalog.h"
#include "model/diagnostic.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gui {

struct Theme;

class FieldEditor : public QWidget
{
    Q_OBJECT
public:
    /// `choices`: what a Host, Role or Ref field may name; used by combo boxes and completion.
    FieldEditor(const model::Field &field, const QStringList &choices, QWidget *parent = nullptr);

    /// They became others meanwhile. show() is to follow.
    void setChoices(const QStringList &choices);
    const QString &fieldName() const { return m_field.name; }
    /// The value of the fleet file (null: the default shows as placeholder) and what several selected items say.
    void show(const model::Value &own, const model::Value &effective, bool mixed = false);
    void setComplaint(const QString &words, model::Severity severity, const Theme &theme); ///< empty clears
    void setFix(const QString &words);                           ///< what a click below the red words would do; empty: nothing
    void forget(); ///< what was typed and not taken over: it is about to show another item
    void setDimmed(bool dimmed);                                 ///< the field's condition does not hold now
    void takeFocus();

signals:
    void edited(const QString &field, const model::Value &value); ///< null: back to the default
    void typed(const QString &field, const model::Value &value);  ///< fits so far, while the person may still be typing
    void mendAsked();
    void left();                                                  ///< what was typed stands
    void cancelled();                                             ///< Esc: what was typed is to be taken back

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void commitText();
    bool isNews(const model::Value &value) const;
    void offerTyped();
    void say(const QString &text);
    void complain(const QString &words, model::Severity severity);
    int rowOf(const QString &text) const;
    void showText(const QString &text);
    void showChoice(const model::Value &value, bool mixed);
    void makeCombo();
    void addWord(const QString &value);
    void explainChoice();
    void makeLine();
    bool isOfFleet() const { return m_field.type == model::FieldType::Host || m_field.type == model::FieldType::Ref; } ///< its choices

    model::Field m_field;
    model::Value m_own, m_effective; ///< of the first that is selected
    bool m_isMixed = false;          ///< the others say something else: what the first says is news to them
    QStringList m_choices;
    int m_first = 0; ///< row of the first thing of the fleet in the combo box; "(none)" and words of the catalog stand above
    QLineEdit *m_line = nullptr;
    QComboBox *m_combo = nullptr;
    QLabel *m_complaint = nullptr, *m_sign = nullptr;
    const Theme *m_theme;
    QPushButton *m_mend = nullptr;
    QLabel *m_label = nullptr;
    QTimer m_pause; ///< a short rest while typing
};

} // namespace gui
