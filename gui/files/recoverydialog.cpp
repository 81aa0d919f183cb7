// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/files/recoverydialog.h"

#include "gui/fonts.h"
#include "gui/theme.h"
#include "model/linediff.h"
#include "model/safefile.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

/// What the draft changes, against the file as it is now.
static QString difference(const Draft &draft)
{
    const auto now = draft.path.isEmpty() ? Result<FileBytes>(FileBytes(draft.base)) : readBytes(draft.path);
    const QByteArray before = now && *now ? **now : QByteArray();
    QStringList lines;
    for (const DiffLine &line : lineDiff(before, draft.fleet)) {
        const QString text = QString::fromUtf8(line.text);
        switch (line.kind) {
        case DiffLine::Same:
            lines.append(u"  "_s + text);
            break;
        case DiffLine::Gone:
            lines.append(u"- "_s + text);
            break;
        case DiffLine::Come:
            lines.append(u"+ "_s + text);
            break;
        case DiffLine::Skipped:
            lines.append(QObject::tr("  … %1 lines as they are").arg(text));
        }
    }
    return lines.join(u'\n');
}

/// What comes and what goes in the colours of the theme; the signs in front say it, too.
static QList<QTextEdit::ExtraSelection> inks(const QPlainTextEdit &text)
{
    const bool dark = text.palette().color(QPalette::Base).lightness() < 128;
    const Theme &theme = dark ? Theme::darkTheme() : Theme::lightTheme();
    QList<QTextEdit::ExtraSelection> all;
    for (QTextBlock line = text.document()->begin(); line.isValid(); line = line.next()) {
        if (!line.text().startsWith(u"+ "_s) && !line.text().startsWith(u"- "_s))
            continue;
        QTextEdit::ExtraSelection each;
        each.cursor = QTextCursor(line);
        each.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        each.format.setForeground(line.text().startsWith(u'+') ? theme.good : theme.bad);
        all.append(each);
    }
    return all;
}

RecoveryDialog::RecoveryDialog(const DraftPlaces &places, QWidget *parent) : QDialog(parent), m_places(places)
{
    setObjectName(u"recovery-dialog"_s);
    setWindowTitle(tr("Unsaved work was found"));
    auto *words = new QLabel(tr("Switchyard ended before these changes were saved. The saved files are intact. Recover opens a draft; Discard deletes the draft for good."));
    words->setWordWrap(true);
    m_list = new QListWidget;
    m_list->setObjectName(u"drafts"_s);
    m_list->setAccessibleName(tr("Unsaved work"));
    m_list->setMaximumHeight(110);
    m_difference = new QPlainTextEdit;
    m_difference->setObjectName(u"difference"_s);
    m_difference->setAccessibleName(tr("What the draft changes"));
    m_difference->setReadOnly(true);
    m_difference->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_difference->setFont(fixedFont());
    m_difference->hide();
    auto *buttons = new QDialogButtonBox;
    m_recover = buttons->addButton(tr("&Recover"), QDialogButtonBox::AcceptRole);
    m_discard = buttons->addButton(tr("&Discard"), QDialogButtonBox::ActionRole);
    QPushButton *compare = buttons->addButton(tr("Show di&fference"), QDialogButtonBox::ActionRole);
    QPushButton *later = buttons->addButton(tr("&Later"), QDialogButtonBox::RejectRole);
    m_recover->setObjectName(u"recover"_s);
    m_discard->setObjectName(u"discard"_s);
    compare->setObjectName(u"compare"_s);
    later->setObjectName(u"later"_s);
    compare->setCheckable(true);
    m_recover->setDefault(true);
    connect(compare, &QPushButton::toggled, this, [this, compare](bool on) {
        compare->setText(on ? tr("Hide di&fference") : tr("Show di&fference"));
        m_difference->setVisible(on);
        on ? resize(qMax(width(), 760), 560) : adjustSize();
    });
    connect(m_discard, &QPushButton::clicked, this, &RecoveryDialog::discardCurrent);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentRowChanged, this, &RecoveryDialog::showCurrent);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(words);
    layout->addWidget(m_list);
    layout->addWidget(m_difference, 1);
    layout->addWidget(buttons);
    setMinimumWidth(560);
    fill();
}

void RecoveryDialog::fill()
{
    m_list->clear();
    for (const auto &place : std::as_const(m_places)) {
        const auto draft = place->read();
        const QString when = draft ? QLocale().toString(draft->time.toLocalTime(), QLocale::ShortFormat) : QString();
        m_list->addItem(!draft                  ? tr("A draft that cannot be read")
                        : draft->path.isEmpty() ? tr("A fleet that was never saved · %1").arg(when)
                                                : tr("%1 · %2").arg(draft->path, when));
    }
    m_list->setCurrentRow(0);
}

void RecoveryDialog::showCurrent()
{
    const auto place = chosen();
    const auto draft = place ? place->read() : Result<Draft>(fail({}, {}));
    m_recover->setEnabled(draft.has_value());
    m_discard->setEnabled(place != nullptr);
    m_difference->setPlainText(draft ? difference(*draft) : draft.error().message);
    m_difference->setExtraSelections(inks(*m_difference));
}

void RecoveryDialog::discardCurrent()
{
    if (const auto place = chosen()) {
        place->remove();
        m_places.removeAll(place);
    }
    if (m_places.isEmpty())
        return reject();
    fill();
}

std::shared_ptr<DraftPlace> RecoveryDialog::chosen() const
{
    return m_places.value(m_list->currentRow());
}

} // namespace gui
