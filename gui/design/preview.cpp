// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/preview.h"

#include "gui/derived.h"
#include "gui/design/codeview.h"
#include "gui/design/filesearch.h"
#include "gui/design/patchtext.h"
#include "gui/fonts.h"
#include "gui/icons.h"
#include "gui/still.h"
#include "gui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QScrollBar>
#include <QTextBlock>
#include <QTreeWidget>
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
    connect(m_files, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *row) {
        if (row && row->childCount() == 0)
            openFile(row->data(0, Qt::UserRole).toString());
    });
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
    m_caption->setContentsMargins(10, 5, 10, 5);
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
    m_bar->setContentsMargins(0, 0, 6, 0);
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
    rebuildFiles();
    mark();
}

void Preview::refresh()
{
    if (m_derived.isChecking()) { // the files come one after the other
        clearFiles();
        m_text->clear();
        m_shown.clear();
        m_text->setLines({}, {});
        m_text->setExtraSelections({});
        m_marked.clear();
        m_caption->setText(tr("Generating…"));
        return;
    }
    if (!m_text->testAttribute(Qt::WA_SetFont)) // not before the first picture: a font takes a millisecond to load
        m_text->setFont(fixedFont());
    fillChoices();
    recompare();
    const auto isRow = [this](const QString &path) { return m_rows.contains(path); };
    const QStringList &touched = m_derived.touched(); // what is new is among them
    const bool isOther = m_rows.size() != rowCount() || !std::all_of(touched.begin(), touched.end(), isRow);
    if (isOther && !followFiles())
        rebuildFiles();
    embolden();
    countChanges();
    if (m_search && m_left->currentWidget() == m_search)
        m_search->refresh();
    if (!m_derived.tree().contains(m_path) && !m_comparison.files.contains(m_path)) {
        m_path.clear();
        const ItemId item = m_selection.single(); // its file may have another name
        const QString own = item.isEmpty() ? QString() : fileOf(item);
        if (!m_derived.tree().empty())
            openFile(!own.isEmpty() ? own : m_derived.tree().contains(u"flake.nix"_s) ? u"flake.nix"_s : m_derived.tree().begin()->first);
        return;
    }
    showText();
    mark();
}

/// Marks what the last edit changed, unless that is everything.
void Preview::embolden()
{
    const auto set = [this](const QString &path, bool bold) {
        QTreeWidgetItem *row = m_rows.value(path);
        if (!row)
            return;
        QFont font = row->font(0);
        font.setBold(bold);
        row->setFont(0, font);
    };
    for (const QString &path : std::exchange(m_bold, {}))
        set(path, false);
    if (m_derived.touched().size() < m_rows.size())
        m_bold = m_derived.touched();
    for (const QString &path : std::as_const(m_bold))
        set(path, true);
}

void Preview::clearFiles()
{
    m_files->clear();
    m_rows.clear();
    m_folders.clear();
    m_words.clear();
    m_bold.clear();
}

void Preview::rebuildFiles()
{
    const QSignalBlocker blocker(m_files);
    clearFiles();
    for (const auto &[path, file] : m_derived.tree())
        addRow(path);
    for (const auto &[path, difference] : m_comparison.files) {
        if (!m_rows.contains(path))
            addRow(path);
    }
    countChanges();
    makeRoomForNames();
}

/// The rows of files that came or went, after an edit of some hosts; false when it takes more to make them true.
bool Preview::followFiles()
{
    if (m_comparison.against != Against::Nothing || m_derived.touchedHosts().everything)
        return false;
    const QSignalBlocker blocker(m_files);
    QStringList gone = m_derived.gone(), come;
    for (const QString &path : m_derived.touched()) {
        if (m_rows.contains(path) || !m_derived.tree().contains(path))
            continue;
        if (gone.isEmpty() || !renameRow(gone.constFirst(), path))
            addRow(path);
        else
            gone.removeFirst();
        come.append(path);
    }
    for (const QString &path : std::as_const(gone))
        removeRow(path);
    makeRoomFor(come);
    return m_rows.size() == rowCount();
}

static QString pathOf(const QTreeWidgetItem *row)
{
    return row->data(0, Qt::UserRole).toString();
}

/// Rows of a folder are in the order of their paths.
static void insertRow(QTreeWidgetItem *parent, QTreeWidgetItem *row)
{
    const QString path = pathOf(row);
    int from = 0, to = parent->childCount();
    if (to > 0 && pathOf(parent->child(to - 1)) < path)
        from = to; // they mostly come in order
    while (from < to) {
        const int middle = (from + to) / 2;
        if (pathOf(parent->child(middle)) < path)
            from = middle + 1;
        else
            to = middle;
    }
    parent->insertChild(from, row);
}

static void setPath(QTreeWidgetItem *row, const QString &path)
{
    row->setText(0, path.section(u'/', -1, -1, QString::SectionSkipEmpty));
    row->setData(0, Qt::UserRole, path);
}

static QTreeWidgetItem *makeRow(const QString &path, const QIcon &icon)
{
    auto *row = new QTreeWidgetItem;
    row->setIcon(0, icon);
    setPath(row, path);
    return row;
}

/// The row of the folder in which a file or folder lies.
QTreeWidgetItem *Preview::folderOf(const QString &path)
{
    const QString folder = path.first(path.lastIndexOf(u'/', -2) + 1);
    if (folder.isEmpty())
        return m_files->invisibleRootItem();
    if (QTreeWidgetItem *known = m_folders.value(folder))
        return known;
    QTreeWidgetItem *row = makeRow(folder, icon(u"open"_s, m_theme->dim));
    row->setFlags(Qt::ItemIsEnabled);
    insertRow(folderOf(folder), row);
    row->setExpanded(true);
    m_folders.insert(folder, row);
    return row;
}

void Preview::addRow(const QString &path)
{
    QTreeWidgetItem *row = makeRow(path, icon(u"file"_s, m_theme->dim));
    row->setToolTip(0, path);
    row->setFlags(row->flags() | Qt::ItemNeverHasChildren); // spares the view from asking each row of thousands
    insertRow(folderOf(path), row);
    m_rows.insert(path, row);
    if (path == m_path)
        m_files->setCurrentItem(row);
}

/// The row of a file that went becomes that of one that came; false when that one's row stands elsewhere.
bool Preview::renameRow(const QString &from, const QString &to)
{
    QTreeWidgetItem *row = m_rows.value(from);
    const auto folderOf = [](const QString &path) { return QStringView(path).first(path.lastIndexOf(u'/') + 1); };
    if (!row || folderOf(from) != folderOf(to))
        return false;
    const QTreeWidgetItem *folder = row->parent() ? row->parent() : m_files->invisibleRootItem();
    const int at = folder->indexOfChild(row);
    if ((at > 0 && to < pathOf(folder->child(at - 1))) || (at + 1 < folder->childCount() && pathOf(folder->child(at + 1)) < to))
        return false;
    setPath(row, to);
    row->setToolTip(0, to);
    m_rows.insert(to, m_rows.take(from));
    return true;
}

/// With folders that are empty without it.
void Preview::removeRow(const QString &path)
{
    QTreeWidgetItem *row = m_rows.take(path);
    QTreeWidgetItem *folder = row ? row->parent() : nullptr;
    delete row;
    while (folder && folder->childCount() == 0) {
        m_folders.remove(pathOf(folder));
        delete std::exchange(folder, folder->parent());
    }
}

void Preview::openFile(const QString &path)
{
    if (!m_derived.tree().contains(path) && !m_comparison.files.contains(path))
        return;
    const bool other = path != m_path;
    m_path = path;
    m_edits->showFor(path);
    if (QTreeWidgetItem *row = m_rows.value(path); row && m_files->currentItem() != row) {
        const QSignalBlocker blocker(m_files);
        m_files->setCurrentItem(row);
    }
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
    if (!item.isEmpty() && !shows(m_path, item)) {
        if (const QString path = fileOf(item); !path.isEmpty())
            openFile(path);
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
    QList<QTextEdit::ExtraSelection> selections = m_text->shades();
    if (file != m_derived.tree().end() && isGenerated(m_path)) {
        for (const ItemId &item : m_selection.items())
            m_marked += linesOf(file->second, item);
        std::sort(m_marked.begin(), m_marked.end());
        m_marked.erase(std::unique(m_marked.begin(), m_marked.end()), m_marked.end());
    }
    QColor fill = m_theme->accent;
    fill.setAlphaF(m_theme->dark ? 0.22f : 0.16f);
    for (const int line : std::as_const(m_marked)) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(m_text->document()->findBlockByNumber(m_text->blockOf(line)));
        selection.format.setBackground(fill);
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections.append(selection);
    }
    m_text->setExtraSelections(selections);
    QString caption = m_path;
    if (!m_marked.isEmpty())
        caption += u"   ·   "_s + (m_marked.size() == 1 ? tr("1 line of what is selected") : tr("%1 lines of what is selected").arg(m_marked.size()));
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
