// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/inspector.h"

#include "gui/derived.h"
#include "gui/design/fieldeditor.h"
#include "gui/theme.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

Inspector::Inspector(const FleetDocument &document, const Derived &derived, const Selection &selection, QWidget *parent)
    : QScrollArea(parent), m_document(document), m_derived(derived), m_selection(selection), m_theme(&Theme::darkTheme())
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Inspector"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    m_title = new QLabel(page);
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.25);
    font.setBold(true);
    m_title->setFont(font);
    m_title->setWordWrap(true);
    m_help = new QLabel(page);
    m_help->setWordWrap(true);
    m_help->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_title);
    layout->addWidget(m_help);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(10);
    layout->addLayout(m_rows);
    layout->addStretch(1);
    setWidget(page);
    refresh();
}

void Inspector::setTheme(const Theme &theme)
{
    m_theme = &theme;
    refresh();
}

QList<Inspector::Subject> Inspector::subjects(const Kind *&kind) const
{
    const Catalog &catalog = m_document.catalog();
    QList<Subject> found;
    kind = nullptr;
    for (const ItemId &id : m_selection.items()) {
        const Placed *placed = m_derived.topology().find(id);
        const ItemPtr item = m_document.fleet().find(placed && !placed->source.isEmpty() ? placed->source : id);
        const Kind *its = catalog.kind(placed ? placed->kind : item ? item->kind : QString());
        if (!its || (kind && its != kind)) {
            kind = nullptr;
            return {};
        }
        kind = its;
        if (placed) {
            const bool service = its->fleetKey == u"services"_s; // what a role brings is edited by its name "host/kind"
            const Value own = !item ? Value(ValueMap{}) : service ? item->values.at(u"settings") : item->values;
            found.append({service || !item ? id : item->id, placed->name, placed->host, own});
        } else if (item) {
            found.append({item->id, item->name, {}, item->values});
        }
    }
    if (m_selection.items().isEmpty()) {
        kind = catalog.kind(u"fleet");
        const Item &settings = m_document.fleet().settings();
        found.append({settings.id, settings.name, {}, settings.values});
    }
    return found;
}

QList<Field> Inspector::fieldsOf(const Kind &kind, const QList<Subject> &subjects) const
{
    QList<Field> fields;
    const bool single = subjects.size() == 1;
    const bool isSettings = single && subjects.constFirst().edit == ItemId::fleet();
    if (single && !isSettings && kind.fleetKey != u"services"_s) {
        Field name;
        name.name = u"name"_s;
        name.title = tr("Name");
        name.type = FieldType::Name;
        name.required = true;
        fields.append(name);
    }
    if (!isSettings && !subjects.isEmpty() && !subjects.constFirst().host.isEmpty() && kind.fleetKey != u"services"_s) {
        Field host;
        host.name = u"host"_s;
        host.title = tr("Host");
        host.type = FieldType::Host;
        host.fallback = Value(QString());
        fields.append(host);
    }
    for (const Field &field : kind.fields) {
        if (!field.hidden)
            fields.append(field);
    }
    return fields;
}

QStringList Inspector::choicesFor(const Field &field) const
{
    QStringList choices;
    if (field.type == FieldType::Host) {
        for (const PlacedHost &host : m_derived.topology().hosts)
            choices.append(host.name);
    } else if (field.type == FieldType::Ref) {
        for (const Placed &item : m_derived.topology().items) {
            if (field.kinds.contains(item.kind))
                choices.append(item.name);
        }
    } else if (field.of == FieldType::Role) {
        for (const Role &role : m_document.catalog().roles())
            choices.append(role.name);
    }
    return choices;
}

void Inspector::refresh()
{
    const Kind *kind = nullptr;
    const QList<Subject> all = subjects(kind);
    if (!kind) {
        m_title->setText(tr("%1 items").arg(m_selection.items().size()));
        m_help->setText(tr("They are of different kinds and have no field in common."));
        rebuild(Kind{}, {});
        m_builtFor.clear();
        return;
    }
    QString key = kind->name + u'|' + QString::number(all.size() > 1) + u'|' + all.constFirst().edit.text();
    for (const Field &field : fieldsOf(*kind, all))
        key += u'|' + choicesFor(field).join(u',');
    if (key != m_builtFor)
        rebuild(*kind, all);
    m_builtFor = key;
    fill(*kind, all);
}

void Inspector::rebuild(const Kind &kind, const QList<Subject> &subjects)
{
    for (FieldEditor *editor : std::exchange(m_editors, {})) {
        editor->hide();
        editor->deleteLater();
    }
    if (subjects.isEmpty())
        return;
    for (const Field &field : fieldsOf(kind, subjects))
        addRow(field);
}

void Inspector::addRow(const Field &field)
{
    auto *editor = new FieldEditor(field, choicesFor(field), widget());
    connect(editor, &FieldEditor::edited, this, &Inspector::edit);
    m_rows->addWidget(editor);
    m_editors.append(editor);
}

bool Inspector::holds(const Condition &when, const Kind &kind, const Value &own) const
{
    return std::all_of(when.begin(), when.end(), [&](const auto &condition) {
        const QString &path = condition.first;
        if (path.startsWith(u"fleet."_s)) {
            const Kind *fleet = m_document.catalog().kind(u"fleet");
            return m_document.catalog().effective(*fleet, m_document.fleet().settings().values, path.mid(6)).text() == condition.second;
        }
        return m_document.catalog().effective(kind, own, path).text() == condition.second;
    });
}

void Inspector::fill(const Kind &kind, const QList<Subject> &subjects)
{
    const Subject &first = subjects.constFirst();
    const bool single = subjects.size() == 1;
    m_title->setText(first.edit == ItemId::fleet() ? tr("Fleet") : single ? first.name : tr("%1 × %2").arg(subjects.size()).arg(kind.plural));
    m_help->setText(first.edit == ItemId::fleet() ? tr("Settings of the whole fleet. Select a box to edit it.") : kind.help.isEmpty() ? kind.title : kind.help);
    for (FieldEditor *editor : std::as_const(m_editors)) {
        const QString &name = editor->fieldName();
        const auto ownOf = [&](const Subject &s) {
            return name == u"name"_s && s.edit != ItemId::fleet() ? Value(s.name) : name == u"host"_s ? Value(s.host) : s.own.at(name);
        };
        const Field *field = kind.field(name);
        const Value own = ownOf(first);
        const bool mixed = std::any_of(subjects.begin(), subjects.end(), [&](const Subject &s) { return ownOf(s) != own; });
        editor->show(own, own.isNull() && field ? m_document.catalog().effective(kind, first.own, name) : own, mixed);
        editor->setDimmed(field && !field->when.empty() && !holds(field->when, kind, first.own));
        QString words;
        for (const Diagnostic &d : m_derived.diagnostics()) {
            if (d.field == name && (d.item == first.edit || m_selection.items().contains(d.item)))
                words = d.message;
        }
        editor->setComplaint(words, *m_theme);
    }
    if (!m_selection.field().isEmpty())
        focusField(m_selection.field());
}

void Inspector::edit(const QString &field, const Value &value)
{
    const Kind *kind = nullptr;
    EditStep step;
    for (const Subject &subject : subjects(kind)) {
        if (field == u"host"_s)
            step.edits.append(MoveItem{subject.edit, value.text()});
        else
            step.edits.append(SetField{subject.edit, field, value});
    }
    emit stepAsked(step);
}

void Inspector::focusField(const QString &field)
{
    for (FieldEditor *editor : std::as_const(m_editors)) {
        if (editor->fieldName() == field) {
            ensureWidgetVisible(editor);
            return;
        }
    }
}

void Inspector::focusFirst()
{
    if (!m_editors.isEmpty())
        m_editors.constFirst()->takeFocus();
}

} // namespace gui
