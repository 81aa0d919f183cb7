// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The form for what is selected, built from the catalog: the fleet's settings, a host, an item, or several at once.

#include "gui/selection.h"

#include "model/document.h"
#include "model/topology.h"

#include <QScrollArea>

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
    void setTheme(const Theme &theme);
    void refresh();                 ///< the fleet or the selection changed
    void focusField(const QString &field);
    void focusFirst();

signals:
    void stepAsked(const model::EditStep &step);

private:
    /// One selected thing: the item of the file behind it (if any) and its values with defaults.
    struct Subject { model::ItemId edit; QString name, host; model::Value own; };
    QList<Subject> subjects(const model::Kind *&kind) const;
    void rebuild(const model::Kind &kind, const QList<Subject> &subjects);
    void fill(const model::Kind &kind, const QList<Subject> &subjects);
    void addRow(const model::Field &field);
    QStringList choicesFor(const model::Field &field) const;
    QList<model::Field> fieldsOf(const model::Kind &kind, const QList<Subject> &subjects) const;
    void edit(const QString &field, const model::Value &value);
    bool holds(const model::Condition &when, const model::Kind &kind, const model::Value &own) const;

    const model::FleetDocument &m_document;
    const Derived &m_derived;
    const Selection &m_selection;
    const Theme *m_theme;
    QString m_builtFor; ///< kind and choices the rows were made for
    QLabel *m_title = nullptr, *m_help = nullptr;
    QVBoxLayout *m_rows = nullptr;
    QList<FieldEditor *> m_editors;
};

} // namespace gui
