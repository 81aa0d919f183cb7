// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/conflictdialog.h"

#include "model/edit.h"
#include "model/words.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

constexpr int longest = 60; ///< characters of a value in the table; the tip has the rest

QString shownValue(const Value &value)
{
    if (value.isNull())
        return QObject::tr("(nothing)");
    QStringList parts;
    if (value.isMap()) {
        for (const auto &[key, entry] : value.map())
            parts.append(key + u": "_s + shownValue(entry));
        return parts.join(u", "_s);
    }
    if (value.isList()) {
        for (const Value &entry : value.list())
            parts.append(shownValue(entry));
        return u'[' + parts.join(u", "_s) + u']';
    }
    return value.text();
}

/// As the inspector shows it.
static QString shownValue(const Value &value, const Field *field)
{
    return field && !value.isNull() && !value.isMap() && !value.isList() ? shownText(*field, value) : shownValue(value);
}

static const Kind *kindOf(const MergeConflict &conflict, const Catalog &catalog)
{
    return catalog.kind(conflict.item == ItemId::fleet() ? u"fleet"_s : conflict.item.text().section(u'/', 0, 0));
}

QString conflictTitle(const MergeConflict &conflict, const Catalog &catalog)
{
    const QString name = conflict.item.text().section(u'/', 1);
    const bool settings = conflict.item == ItemId::fleet();
    const Kind *kind = kindOf(conflict, catalog);
    const QString what = settings ? QObject::tr("Fleet") : kind ? u"%1 %2"_s.arg(ofCatalog(kind->title), name) : name;
    if (conflict.field.isEmpty())
        return what;
    const Field *field = kind ? kind->field(conflict.field) : nullptr;
    return u"%1 · %2"_s.arg(what, field && !field->title.isEmpty() ? ofCatalog(field->title) : conflict.field);
}

static QRadioButton *choice(const Value &value, const Field *field, bool whole, const QString &whose)
{
    const QString text = value.isNull() && whole ? QObject::tr("removed") : shownValue(value, field);
    auto *button = new QRadioButton(QString(text.size() > longest ? text.left(longest) + u'…' : text).replace(u'&', u"&&"_s));
    button->setToolTip(text);
    button->setAccessibleName(whose + u": "_s + text);
    return button;
}

ConflictDialog::ConflictDialog(const QString &path, const QList<MergeConflict> &conflicts, const Catalog &catalog, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"conflict-dialog"_s);
    setWindowTitle(tr("Both changed the fleet"));
    auto *words = new QLabel(tr("Another program has saved %1 while you were editing it. What does not contradict your changes is taken in. "
                                "Which version of these is to be kept?").arg(QFileInfo(path).fileName()));
    words->setWordWrap(true);
    auto *area = new QScrollArea;
    area->setWidget(table(conflicts, catalog));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *note = new QLabel(tr("Where you keep yours, their text is saved beside the file as %1.theirs. Cancel changes nothing.").arg(QFileInfo(path).fileName()));
    note->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *mine = buttons->addButton(tr("All &mine"), QDialogButtonBox::ActionRole);
    QPushButton *theirs = buttons->addButton(tr("All &theirs"), QDialogButtonBox::ActionRole);
    QPushButton *merge = buttons->addButton(tr("M&erge"), QDialogButtonBox::AcceptRole);
    mine->setObjectName(u"all-mine"_s);
    theirs->setObjectName(u"all-theirs"_s);
    merge->setObjectName(u"merge"_s);
    connect(mine, &QPushButton::clicked, this, [this] { chooseAll(Side::Ours); });
    connect(theirs, &QPushButton::clicked, this, [this] { chooseAll(Side::Theirs); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(words);
    layout->addWidget(area, 1);
    layout->addWidget(note);
    layout->addWidget(buttons);
    merge->setDefault(true); // once it is the dialog's
    resize(760, qMin(560, 220 + 34 * int(conflicts.size())));
}

QWidget *ConflictDialog::table(const QList<MergeConflict> &conflicts, const Catalog &catalog)
{
    auto *widget = new QWidget;
    auto *grid = new QGridLayout(widget);
    grid->setHorizontalSpacing(18);
    grid->setContentsMargins(0, 0, 0, 0);
    int column = 0;
    for (const QString &title : {tr("What"), tr("Mine"), tr("Theirs"), tr("Before")}) {
        auto *head = new QLabel(u"<b>%1</b>"_s.arg(title));
        grid->addWidget(head, 0, column++);
    }
    for (int row = 0; row < int(conflicts.size()); ++row) {
        const MergeConflict &conflict = conflicts.at(row);
        const bool whole = conflict.field.isEmpty();
        const Kind *kind = kindOf(conflict, catalog);
        const Field *field = kind ? kind->field(conflict.field) : nullptr;
        QRadioButton *ours = choice(conflict.ours, field, whole, tr("Mine")), *theirs = choice(conflict.theirs, field, whole, tr("Theirs"));
        ours->setObjectName(u"ours-%1"_s.arg(row));
        theirs->setObjectName(u"theirs-%1"_s.arg(row));
        ours->setChecked(true);
        auto *group = new QButtonGroup(this);
        group->addButton(ours, int(Side::Ours));
        group->addButton(theirs, int(Side::Theirs));
        m_rows.append(group);
        const QString was = shownValue(conflict.base, field);
        auto *before = new QLabel(was.size() > longest ? was.left(longest) + u'…' : was);
        before->setToolTip(was);
        before->setTextFormat(Qt::PlainText);
        auto *title = new QLabel(conflictTitle(conflict, catalog));
        title->setTextFormat(Qt::PlainText);
        grid->addWidget(title, row + 1, 0);
        grid->addWidget(ours, row + 1, 1);
        grid->addWidget(theirs, row + 1, 2);
        grid->addWidget(before, row + 1, 3);
    }
    grid->setRowStretch(int(conflicts.size()) + 1, 1);
    grid->setColumnStretch(3, 1);
    return widget;
}

void ConflictDialog::chooseAll(Side side)
{
    for (QButtonGroup *row : std::as_const(m_rows))
        row->button(int(side))->setChecked(true);
}

QList<Side> ConflictDialog::choices() const
{
    QList<Side> result;
    for (const QButtonGroup *row : m_rows)
        result.append(Side(row->checkedId()));
    return result;
}

} // namespace gui
