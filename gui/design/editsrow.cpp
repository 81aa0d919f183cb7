// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/editsrow.h"

#include "gui/counted.h"
#include "model/linediff.h"
#include "nixgen/override.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

EditsRow::EditsRow(QWidget *parent) : QFrame(parent), m_words(new QLabel(this))
{
    setObjectName(u"edits-row"_s);
    setFrameShape(QFrame::StyledPanel);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 6, 4);
    m_words->setObjectName(u"edits-words"_s);
    m_words->setWordWrap(true);
    layout->addWidget(m_words, 1);
    const auto add = [&](const QString &name, const QString &text, const QString &tip, EditChoice choice) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(name);
        button->setToolTip(tip);
        layout->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, choice] { emit chosen(m_current, choice); });
        return button;
    };
    add(u"edits-show"_s, tr("Show"), tr("What was edited, line by line"), EditChoice::Show);
    m_decisions.append(add(u"edits-keep"_s, tr("Keep mine"), tr("The file stays as it was edited; writing the flake asks again"), EditChoice::Keep));
    m_decisions.append(add(u"edits-overwrite"_s, tr("Overwrite…"), tr("The file becomes what is generated; the edit is kept in .switchyard/edits"), EditChoice::Overwrite));
    m_move = add(u"edits-move"_s, tr("Move to a module"), {}, EditChoice::Move);
    m_decisions.append(m_move);
    hide();
}

QString EditsRow::words() const
{
    return m_words->text();
}

void EditsRow::setEdits(const QList<nixgen::HandEdit> &edits)
{
    m_edits = edits;
    m_edits.removeIf([](const nixgen::HandEdit &edit) { return !edit.isOurs; });
    refresh();
}

void EditsRow::keep(const QString &path)
{
    for (const nixgen::HandEdit &edit : std::as_const(m_edits)) {
        if (edit.path == path)
            m_kept[path] = edit.edited;
    }
    refresh();
}

void EditsRow::showFor(const QString &path)
{
    m_file = path;
    refresh();
}

void EditsRow::refresh()
{
    QList<nixgen::HandEdit> open = m_edits;
    open.removeIf([this](const nixgen::HandEdit &edit) { return isKept(edit); });
    setVisible(!open.isEmpty());
    if (open.isEmpty())
        return m_current.clear();
    const auto here = std::find_if(open.cbegin(), open.cend(), [this](const nixgen::HandEdit &edit) { return edit.path == m_file; });
    const nixgen::HandEdit &edit = here == open.cend() ? open.constFirst() : *here;
    m_current = edit.path;
    for (QPushButton *button : std::as_const(m_decisions))
        button->setVisible(here != open.cend()); // of a file that is not shown nothing is decided
    const model::LineCount lines = model::countChanges(edit.base, edit.edited);
    QString words = tr("%1 was edited by hand: %2").arg(edit.path, counted(std::max(lines.come, lines.gone), tr("%1 line"), tr("%1 lines")));
    if (open.size() > 1)
        words += u" "_s + counted(open.size() - 1, tr("(and %1 more file)"), tr("(and %1 more files)"));
    m_words->setText(words);
    const QString module = nixgen::overridePath(edit.path);
    m_move->setEnabled(!module.isEmpty() && !edit.isObsolete);
    m_move->setToolTip(module.isEmpty() ? tr("This file is no module, so the edit cannot move to one. Say it in the fleet file, or keep yours.")
                                        : tr("The edit goes to %1, which the fleet imports from then on; generating never writes there").arg(module));
}

} // namespace gui
