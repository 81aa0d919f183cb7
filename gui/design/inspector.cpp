// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/inspector.h"

#include "gui/derived.h"
#include "gui/design/fieldeditor.h"
#include "gui/theme.h"
#include "model/moving.h"
#include "model/words.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

/// The last of them that is of the field; null when there is none.
static const Diagnostic *ofField(const QList<const Diagnostic *> &findings, const QString &field)
{
    const QString underServices = u"settings."_s + field; // of an entry under services
    const auto found = std::ranges::find_if(findings.crbegin(), findings.crend(), [&](const Diagnostic *d) { return d->field == field || d->field == underServices; });
    return found == findings.crend() ? nullptr : *found;
}

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
}

void Inspector::follow()
{
    const Touched &touched = m_derived.touchedHosts();
    const Differing &differing = touched.differing;
    m_choices.removeIf([&](const std::pair<const QString &, Choices &> &known) {
        const Choices &of = known.second;
        return touched.everything || (differing.hosts && of.ofHosts) || (differing.items && differing.kinds.intersects(of.kinds));
    });
}

void Inspector::setTheme(const Theme &theme)
{
    m_theme = &theme;
    refresh();
}

Inspector::Subject Inspector::subjectOf(const ItemId &id) const
{
    const Placed *placed = m_derived.topology().find(id);
    const ItemPtr item = m_document.fleet().find(placed && !placed->source.isEmpty() ? placed->source : id);
    const Kind *kind = m_document.catalog().kind(placed ? placed->kind : item ? item->kind : QString());
    if (!kind)
        return {};
    if (!placed)
        return {item->id, item->name, {}, item->values, kind, item->uid};
    const bool service = kind->fleetKey == u"services"_s; // what a role brings is edited by its name "host/kind"
    const Value own = !item ? Value(ValueMap{}) : service ? item->values.at(u"settings") : item->values;
    return {service || !item ? id : item->id, placed->name, placed->host, own, kind, service || !item ? 0 : item->uid};
}

QList<Inspector::Subject> Inspector::subjects() const
{
    if (m_selection.items().isEmpty()) {
        const Item &settings = m_document.fleet().settings();
        return {{settings.id, settings.name, {}, settings.values, m_document.catalog().kind(u"fleet"), 0}};
    }
    QList<Subject> found;
    for (const ItemId &id : m_selection.items()) {
        if (const Subject subject = subjectOf(id); subject.kind)
            found.append(subject);
    }
    return found;
}

static Field identityField(const QString &name, const QString &title, FieldType type)
{
    Field field;
    field.name = name;
    field.title = title;
    field.type = type;
    field.required = true;
    return field;
}

QList<Field> Inspector::fieldsOf(const QList<Subject> &subjects) const
{
    QList<Field> fields;
    if (subjects.isEmpty())
        return fields;
    const Kind &kind = *subjects.constFirst().kind;
    const bool isSettings = subjects.constFirst().edit == ItemId::fleet();
    const auto isService = [](const Subject &s) { return s.kind->fleetKey == u"services"_s; };
    const bool named = !isSettings && std::none_of(subjects.begin(), subjects.end(), isService);
    if (named && subjects.size() == 1)
        fields.append(identityField(u"name"_s, tr("Name"), FieldType::Name));
    if (named && std::none_of(subjects.begin(), subjects.end(), [](const Subject &s) { return s.host.isEmpty(); })) {
        Field host = identityField(u"host"_s, tr("Host"), FieldType::Host);
        host.fallback = Value(QString());
        host.required = false;
        fields.append(host);
    }
    const auto common = [&](const Field &field) {
        return std::all_of(subjects.begin(), subjects.end(), [&](const Subject &s) {
            const Field *its = s.kind->field(field.name);
            return its && !its->hidden && its->type == field.type && its->values == field.values;
        });
    };
    std::copy_if(kind.fields.begin(), kind.fields.end(), std::back_inserter(fields), common);
    return fields;
}

/// Thousands in a big fleet, so they are kept while the same things are there.
const QStringList &Inspector::choicesFor(const Field &field) const
{
    const QString key = u"%1 %2 "_s.arg(int(field.type)).arg(int(field.of)) + field.kinds.join(u' ');
    auto known = m_choices.find(key);
    if (known == m_choices.end())
        known = m_choices.insert(key, {findChoices(field), field.type == FieldType::Host, {field.kinds.begin(), field.kinds.end()}});
    return known->names;
}

QStringList Inspector::findChoices(const Field &field) const
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
    if (m_derived.awaitsPicture())
        return; // comes with pictured()
    const QList<Subject> all = subjects();
    const QList<Field> fields = fieldsOf(all);
    const bool isOne = all.size() == 1;
    QString key = (isOne ? u"one "_s : u"some "_s) + (all.isEmpty() ? QString() : all.constFirst().kind->name);
    for (const Field &field : fields)
        key += u'|' + field.name + u'=' + QString::number(int(field.type)) + field.title + field.kinds.join(u' ');
    QString subject;
    for (const Subject &each : isOne ? all : QList<Subject>())
        subject = each.uid ? QString::number(each.uid) : each.edit.text(); // under a new name it is the same
    const bool isOther = subject != std::exchange(m_subject, subject);
    if (key != m_form.key || !m_form.page)
        showForm(key, fields);
    else if (isOther)
        std::ranges::for_each(m_form.editors, &FieldEditor::forget);
    for (qsizetype i = 0; i < fields.size(); ++i)
        m_form.editors.at(i)->setChoices(choicesFor(fields.at(i)));
    describe(all);
    fill(all);
}

Inspector::~Inspector()
{
    for (const Form &form : m_forms)
        delete form.page;
}

void Inspector::showForm(const QString &key, const QList<Field> &fields)
{
    constexpr size_t most = 16;
    if (m_form.page) {
        m_form.page->hide(); // what has the focus loses it before it is another's
        m_rows->removeWidget(m_form.page);
        m_form.page->setParent(nullptr);
        m_forms.push_front(std::exchange(m_form, {}));
    }
    const auto known = std::ranges::find(m_forms, key, &Form::key);
    if (known == m_forms.end()) {
        m_form = makeForm(key, fields);
    } else {
        m_form = *known;
        m_forms.erase(known);
        std::ranges::for_each(m_form.editors, &FieldEditor::forget);
        m_form.page->setParent(widget());
    }
    m_rows->addWidget(m_form.page);
    m_form.page->show();
    if (m_forms.size() > most) {
        m_forms.back().page->deleteLater();
        m_forms.pop_back();
    }
}

static QLabel *headingOf(const Field &field, QWidget *parent)
{
    auto *heading = new QLabel(ofCatalog(field.group), parent);
    heading->setObjectName(u"group"_s);
    heading->setForegroundRole(QPalette::PlaceholderText);
    heading->setContentsMargins(0, 10, 0, 0);
    QFont font = heading->font();
    font.setBold(true);
    heading->setFont(font);
    return heading;
}

Inspector::Form Inspector::makeForm(const QString &key, const QList<Field> &fields)
{
    Form form{key, new QWidget(widget()), {}};
    auto *rows = new QVBoxLayout(form.page);
    rows->setContentsMargins({});
    rows->setSpacing(10);
    QString group;
    for (const Field &field : fields) {
        if (const QString before = std::exchange(group, field.group); group != before && !group.isEmpty())
            rows->addWidget(headingOf(field, form.page));
        auto *editor = new FieldEditor(field, choicesFor(field), form.page);
        connect(editor, &FieldEditor::edited, this, [this](const QString &name, const Value &value) {
            if (const EditStep step = stepFor(name, value); !step.edits.isEmpty())
                emit stepAsked(step);
        });
        connect(editor, &FieldEditor::typed, this, [this](const QString &name, const Value &value) { emit typed(stepFor(name, value)); });
        connect(editor, &FieldEditor::left, this, &Inspector::left);
        connect(editor, &FieldEditor::mendAsked, this, [this, name = field.name] {
            const QList<Subject> all = subjects();
            if (const Fix fix = all.isEmpty() ? Fix() : fixFor(ofField(findingsOf(all.constFirst()), name)); fix.isClick())
                emit fixAsked(fix);
        });
        connect(editor, &FieldEditor::cancelled, this, &Inspector::cancelled);
        rows->addWidget(editor);
        form.editors.append(editor);
    }
    return form;
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

void Inspector::describe(const QList<Subject> &subjects)
{
    if (subjects.isEmpty()) {
        m_title->setText(tr("Nothing to edit"));
        m_help->setText(tr("Select a host or an item on the canvas, or Esc for the settings of the fleet."));
        return;
    }
    const Subject &first = subjects.constFirst();
    const bool oneKind = std::all_of(subjects.begin(), subjects.end(), [&](const Subject &s) { return s.kind == first.kind; });
    if (first.edit == ItemId::fleet()) {
        m_title->setText(tr("Fleet"));
        m_help->setText(tr("Settings of the whole fleet. Select a host or an item on the canvas to edit that one."));
    } else if (subjects.size() == 1) {
        m_title->setText(first.name == first.kind->name ? ofCatalog(first.kind->title) : first.name); // as on the canvas
        QString help = first.kind->help.isEmpty() ? ofCatalog(first.kind->title) : ofCatalog(first.kind->help);
        if (!first.host.isEmpty() && first.kind->fleetKey == u"services"_s) // no field says it, and there may be one on each host
            help = tr("On %1. %2").arg(first.host, help);
        if (m_form.editors.isEmpty())
            help += u"\n\n"_s + tr("It has no settings of its own: those of the fleet hold for it. Esc on the canvas shows them.");
        for (const PortSpec &port : first.kind->ports) {
            const Field *elsewhere = port.fleetField.isEmpty() ? nullptr : m_document.catalog().kind(u"fleet")->field(port.fleetField);
            if (elsewhere)
                help += u"\n\n"_s + tr("%1: see “%2” among the settings of the fleet. Esc on the canvas shows them.").arg(ofCatalog(port.title), ofCatalog(elsewhere->title));
        }
        m_help->setText(help);
    } else if (oneKind) {
        m_title->setText(tr("%1 × %2").arg(subjects.size()).arg(ofCatalog(first.kind->plural)));
        m_help->setText(tr("What is set here is set on all of them, as one step."));
    } else {
        m_title->setText(tr("%1 items").arg(subjects.size()));
        m_help->setText(m_form.editors.isEmpty() ? tr("They are of different kinds and have no field in common.")
                                            : tr("They are of different kinds. These are the fields that they share."));
    }
}

QList<const Diagnostic *> Inspector::findingsOf(const Subject &subject) const
{
    QList<const Diagnostic *> all;
    for (const Diagnostic &d : m_derived.diagnostics()) {
        if (d.item == subject.edit || m_selection.items().contains(d.item))
            all.append(&d);
    }
    return all;
}

/// The first that needs no words of a person; empty when there is none.
Fix Inspector::fixFor(const Diagnostic *found) const
{
    const QList<Fix> ways = found && m_fixer ? m_fixer(*found) : QList<Fix>();
    const auto way = std::find_if(ways.begin(), ways.end(), [](const Fix &fix) { return fix.isClick(); });
    return way == ways.end() ? Fix() : *way;
}

void Inspector::fill(const QList<Subject> &subjects)
{
    const QList<const Diagnostic *> findings = subjects.isEmpty() ? QList<const Diagnostic *>() : findingsOf(subjects.constFirst());
    for (FieldEditor *editor : std::as_const(m_form.editors)) {
        const Subject &first = subjects.constFirst();
        const QString &name = editor->fieldName();
        const auto ownOf = [&](const Subject &s) {
            return name == u"name"_s && s.edit != ItemId::fleet() ? Value(s.name) : name == u"host"_s ? Value(s.host) : s.own.at(name);
        };
        const Field *field = first.kind->field(name);
        const Value own = ownOf(first);
        const bool mixed = std::any_of(subjects.begin(), subjects.end(), [&](const Subject &s) { return ownOf(s) != own; });
        editor->show(own, own.isNull() && field ? m_document.catalog().effective(*first.kind, first.own, name) : own, mixed);
        editor->setDimmed(field && !field->when.empty() && !holds(field->when, *first.kind, first.own));
        const Diagnostic *found = ofField(findings, name);
        editor->setComplaint(found ? found->message : QString(), found ? found->severity : Severity::Error, *m_theme);
        editor->setFix(found && subjects.size() == 1 ? fixFor(found).text : QString());
    }
    if (!m_selection.field().isEmpty())
        focusField(m_selection.field());
}

EditStep Inspector::stepFor(const QString &field, const Value &value)
{
    const QList<Subject> all = subjects();
    EditStep step;
    if (field == u"host"_s && !all.isEmpty()) {
        QList<ItemId> items;
        for (const Subject &subject : all)
            items.append(subject.edit);
        const Result<EditStep> moved = moveStep(m_document.fleet(), m_document.catalog(), m_derived.topology(), items, value.text());
        if (moved)
            return *moved;
        emit refused(moved.error().message);
        refresh();
        return step;
    }
    for (const Subject &subject : all)
        step.edits.append(SetField{subject.edit, field, value});
    if (all.size() > 1)
        step.text = tr("Set %1 of %2 items").arg(field).arg(all.size());
    return step;
}

void Inspector::focusField(const QString &field)
{
    for (FieldEditor *editor : std::as_const(m_form.editors)) {
        if (editor->fieldName() == field) {
            ensureWidgetVisible(editor);
            return;
        }
    }
}

void Inspector::focusFirst()
{
    if (!m_form.editors.isEmpty())
        m_form.editors.constFirst()->takeFocus();
}

} // namespace gui
