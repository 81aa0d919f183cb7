// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The form for what is selected, built from the catalog: the fleet's settings, a host, an item, or several at once.

#include "gui/selection.h"

#include "model/document.h"
#include "model/fix.h"
#include "model/topology.h"

#include <QScrollArea>

#include <deque>

class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace gui {

class Derived;
class FieldEditor;
struct Theme;

class Inspector : public QScrollArea
{
    Q_OBJECT
public:
    Inspector(const model::FleetDocument &document, const Derived &derived, const Selection &selection, QWidget *parent = nullptr);
    ~Inspector() override;
    void setTheme(const Theme &theme);
    void follow();                  ///< the fleet changed: forgets what it knew of what was touched
    void refresh();                 ///< the fleet or the selection changed
    /// Asked for the finding of a field: its first way to mend it by a click stands below the red words.
    void setFixer(std::function<QList<model::Fix>(const model::Diagnostic &)> fixer) { m_fixer = std::move(fixer); }
    void focusField(const QString &field);
    void focusFirst();

signals:
    void fixAsked(const model::Fix &fix);
    void stepAsked(const model::EditStep &step);
    void typed(const model::EditStep &step); ///< the same while a person is typing: it takes the place of the one before
    void left();                             ///< the typing has ended
    void cancelled();                        ///< what was typed is to be taken back
    void refused(const QString &words);

private:
    /// One selected thing: the item of the file behind it (if any) and its values with defaults.
    struct Subject { model::ItemId edit; QString name, host; model::Value own; const model::Kind *kind; quint64 uid = 0; };
    QList<Subject> subjects() const;
    Subject subjectOf(const model::ItemId &id) const;
    /// The rows for some fields. They are kept while others are shown: making them takes as long as an edit.
    struct Form
    {
        QString key; ///< kind and fields
        QWidget *page = nullptr;
        QList<FieldEditor *> editors;
    };
    Form makeForm(const QString &key, const QList<model::Field> &fields);
    void showForm(const QString &key, const QList<model::Field> &fields);
    void fill(const QList<Subject> &subjects);
    void describe(const QList<Subject> &subjects);
    QList<const model::Diagnostic *> findingsOf(const Subject &subject) const; ///< once for all fields: there may be thousands of others
    model::Fix fixFor(const model::Diagnostic *found) const;
    const QStringList &choicesFor(const model::Field &field) const;
    QStringList findChoices(const model::Field &field) const;
    QList<model::Field> fieldsOf(const QList<Subject> &subjects) const;
    model::EditStep stepFor(const QString &field, const model::Value &value);
    bool holds(const model::Condition &when, const model::Kind &kind, const model::Value &own) const;

    const model::FleetDocument &m_document;
    const Derived &m_derived;
    const Selection &m_selection;
    const Theme *m_theme;
    std::function<QList<model::Fix>(const model::Diagnostic &)> m_fixer;
    QString m_subject;        ///< whose values are shown
    Form m_form;              ///< that is shown
    std::deque<Form> m_forms; ///< others, the last one first; no children, as nobody is to find them
    struct Choices { QStringList names; bool ofHosts = false; QSet<QString> kinds; };
    mutable QHash<QString, Choices> m_choices; ///< of fields that name something, while the same things are there
    QLabel *m_title = nullptr, *m_help = nullptr;
    QVBoxLayout *m_rows = nullptr;
};

} // namespace gui
