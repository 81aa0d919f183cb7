// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/preview.h"

#include "gui/derived.h"
#include "gui/design/codeview.h"
#include "gui/design/filelist.h"
#include "gui/design/filesearch.h"
#include "gui/design/patchtext.h"
#include "gui/fonts.h"
#include "gui/still.h"
#include "gui/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QScrollBar>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

Preview::Preview(const Derived &derived, const Selection &selection, QWidget *parent)
    : QSplitter(Qt::Horizontal, parent), m_derived(derived), m_selection(selection), m_theme(&Theme::darkTheme())
{
    setObjectName(u"preview"_s);
    setChildrenCollapsible(false);
    addWidget(createFiles());
    addWidget(createText());
    setStretchFactor(0, 0);
    setStretchFactor(1, 1);
    setSizes({290, 640});
    m_highlight = std::make_unique<Highlight>(m_text->document());
    connect(m_files, &FileList::picked, this, &Preview::openFile);
    connect(this, &QSplitter::splitterMoved, this, [this] { m_isSized = true; });
    refresh();
}

QWidget *Preview::createText()
{
    auto *right = new QWidget(this);
    right->setAutoFillBackground(true); // so that nothing below is painted for a scroll bar that moves
    auto *layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_caption = new QLabel(right);
    m_caption->setObjectName(u"preview-caption"_s);
    m_caption->setContentsMargins(4, 0, 10, 0);
    m_caption->setMinimumHeight(m_against->sizeHint().height()); // one line with it
    m_caption->setForegroundRole(QPalette::PlaceholderText);
    m_caption->setWordWrap(true);
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long words make no room at the files' cost
    m_edits = new EditsRow(right);
    connect(m_edits, &EditsRow::chosen, this, &Preview::editChosen);
    m_text = new CodeView(right);
    m_text->setObjectName(u"preview-text"_s);
    m_text->setAccessibleName(tr("Text of the generated file"));
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->viewport()->installEventFilter(this);
    m_bar = new QHBoxLayout;
    m_bar->setSpacing(2);
    m_bar->setContentsMargins(0, 4, 6, 4);
    m_bar->addWidget(new Still(m_caption, right), 1);
    layout->addLayout(m_bar);
    layout->addWidget(m_edits);
    layout->addWidget(m_text, 1);
    return right;
}

void Preview::setTheme(const Theme &theme)
{
    m_theme = &theme;
    m_highlight->setDark(theme.dark);
    m_text->setTheme(theme);
    m_files->setTheme(theme);
    mark();
}

void Preview::refresh()
{
    if (m_derived.isChecking()) { // the files come one after the other
        m_files->setFiles({});
        m_text->clear();
        m_shown.clear();
        m_text->setLines({}, {});
        m_text->setMarked({});
        m_marked.clear();
        m_caption->setText(tr("Generating…"));
        return;
    }
    if (!m_text->testAttribute(Qt::WA_SetFont)) // not before the first picture: a font takes a millisecond to load
        m_text->setFont(fixedFont());
    fillChoices();
    recompare();
    followFiles();
    m_files->setBold(m_derived.touched().size() < m_files->files().count() ? m_derived.touched() : QStringList()); // unless it was everything
    countChanges();
    if (m_search && m_left->currentWidget() == m_search)
        m_search->refresh();
    if (!m_derived.tree().contains(m_path) && !m_comparison.files.contains(m_path)) {
        m_path.clear();
        m_isChosen = false;
        const ItemId item = m_selection.single(); // its file may have another name
        const QString own = item.isEmpty() ? QString() : fileOf(item);
        if (!m_derived.tree().empty())
            showFile(!own.isEmpty() ? own : m_derived.tree().contains(u"flake.nix"_s) ? u"flake.nix"_s : m_derived.tree().begin()->first);
        return;
    }
    showText();
    mark();
}

void Preview::rebuildFiles()
{
    QStringList paths;
    for (const auto &[path, file] : m_derived.tree())
        paths.append(path);
    for (const auto &[path, difference] : m_comparison.files) {
        if (!m_derived.tree().contains(path))
            paths.append(path);
    }
    m_files->setFiles(paths);
    makeRoomForNames();
}

/// The rows of files that came or went, of a few after an edit of some hosts; else all.
void Preview::followFiles()
{
    const FileListModel &files = m_files->files();
    QStringList come, gone;
    for (const QString &path : m_derived.touched()) { // what is new is among them
        if (!files.contains(path) && m_derived.tree().contains(path))
            come.append(path);
    }
    for (const QString &path : m_derived.gone()) {
        if (files.contains(path) && !m_comparison.files.contains(path))
            gone.append(path);
    }
    const auto isMissed = [&](const auto &entry) { return entry.second.isGone && !files.contains(entry.first); };
    if (files.count() + come.size() - gone.size() != rowCount() || std::ranges::any_of(m_comparison.files, isMissed))
        return rebuildFiles();
    if (come.isEmpty() && gone.isEmpty())
        return;
    m_files->follow(gone, come);
    makeRoomFor(come);
}

void Preview::openFile(const QString &path)
{
    m_isChosen = true;
    showFile(path);
}

void Preview::showFile(const QString &path)
{
    if (!m_derived.tree().contains(path) && !m_comparison.files.contains(path))
        return;
    const bool other = path != m_path;
    m_path = path;
    m_edits->showFor(path);
    m_files->setOpen(path);
    if (other)
        m_highlight->setFile(path);
    showText();
    mark();
}

void Preview::replaceText(const QByteArray &bytes)
{
    const QByteArray before = std::exchange(m_shown, bytes);
    if (before.constData() != bytes.constData() || before.size() != bytes.size()) // else it is the very same
        patchText(*m_text->document(), before, bytes);
}

bool Preview::shows(const QString &path, const ItemId &item) const
{
    const auto file = m_derived.tree().find(path);
    return file != m_derived.tree().end()
        && std::any_of(file->second.origins.begin(), file->second.origins.end(), [&](const OriginSpan &s) { return s.origin.item == item; });
}

/// The file that tells most of an item: the host's own rather than a table that lists all hosts.
QString Preview::fileOf(const ItemId &item) const
{
    const Placed *placed = m_derived.topology().find(item);
    const QString own = u"hosts/%1.nix"_s.arg(placed ? placed->host : item.text().section(u'/', 1));
    if (shows(own, item))
        return own;
    for (const auto &[path, file] : m_derived.tree()) {
        if (shows(path, item))
            return path;
    }
    return {};
}

void Preview::showSelection()
{
    if (m_derived.isChecking())
        return;
    const ItemId item = m_selection.single();
    if (!item.isEmpty() && (!m_isChosen || !shows(m_path, item))) { // else a person looks at what it says of one after the other
        if (const QString path = fileOf(item); !path.isEmpty()) {
            m_isChosen = false;
            showFile(path);
        }
    }
    mark();
    if (!m_marked.isEmpty()) {
        const QTextBlock block = m_text->document()->findBlockByNumber(m_text->blockOf(m_marked.constFirst()));
        QTextCursor cursor(block);
        m_text->setTextCursor(cursor);
        m_text->centerCursor();
    }
}

void Preview::mark()
{
    m_marked.clear();
    const auto file = m_derived.tree().find(m_path);
    if (file != m_derived.tree().end() && isGenerated(m_path)) {
        for (const ItemId &item : m_selection.items())
            m_marked += linesOf(file->second, item);
        std::sort(m_marked.begin(), m_marked.end());
        m_marked.erase(std::unique(m_marked.begin(), m_marked.end()), m_marked.end());
    }
    QList<int> blocks;
    for (const int line : std::as_const(m_marked))
        blocks.append(m_text->blockOf(line));
    m_text->setMarked(blocks);
    QString caption = m_path;
    if (!m_marked.isEmpty())
        caption += u"   ·   "_s + (m_marked.size() == 1 ? tr("1 line comes from the selection") : tr("%1 lines come from the selection").arg(m_marked.size()));
    if (!m_comparison.words.isEmpty())
        caption += u"   ·   "_s + m_comparison.words;
    if (!Highlight::isAvailable())
        caption += tr("   ·   plain text: built without KSyntaxHighlighting");
    m_caption->setText(caption);
}

bool Preview::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text->viewport() && event->type() == QEvent::MouseButtonRelease && !m_text->textCursor().hasSelection()) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const auto file = m_derived.tree().find(m_path);
        if (mouse->button() == Qt::LeftButton && file != m_derived.tree().end()) {
            const int line = m_text->numberAt(m_text->cursorForPosition(mouse->position().toPoint()).blockNumber());
            const Origin origin = line < 0 || !isGenerated(m_path) ? Origin() : originAt(file->second, line);
            if (!origin.item.isEmpty())
                emit picked(origin.item, origin.field);
        }
    }
    return QSplitter::eventFilter(watched, event);
}

} // namespace gui
