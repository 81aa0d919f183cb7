// SPDX-License-Identifier: GPL-3.0-or-later
// Preview, as far as it compares: with earlier files and with those of the folder, change by change; and searches in all of them.
#include "gui/derived.h"
#include "gui/design/codeview.h"
#include "gui/design/filelist.h"
#include "gui/design/filesearch.h"
#include "gui/design/preview.h"
#include "gui/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

QWidget *Preview::createFiles()
{
    auto *left = new QWidget(this);
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->setSpacing(4);
    m_against = new QComboBox(left);
    m_against->setObjectName(u"preview-against"_s);
    m_against->setAccessibleName(tr("What the files are compared with"));
    m_against->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_against->setMinimumContentsLength(12);
    connect(m_against, &QComboBox::activated, this, [this](int row) {
        compareWith(Against(m_against->itemData(row).toInt()), m_against->itemData(row, Qt::UserRole + 1).toString());
    });
    m_files = new FileList(left);
    m_left = new QStackedWidget(left);
    m_left->addWidget(m_files);
    layout->addWidget(m_against);
    layout->addWidget(m_left, 1);
    return left;
}

void Preview::makeRoomForNames()
{
    QStringList paths;
    const auto addSome = [&paths](const auto &files) {
        constexpr size_t most = 300; // of a big fleet
        const size_t step = files.size() / most + 1;
        size_t at = 0;
        for (const auto &[path, file] : files) {
            if (at++ % step == 0)
                paths.append(path);
        }
    };
    addSome(m_derived.tree());
    addSome(m_comparison.files);
    makeRoomFor(paths);
}

/// Names are read in full, unless they take too much of the text's room or a person chose how wide they are.
void Preview::makeRoomFor(const QStringList &paths)
{
    if (m_isSized || !isVisible() || paths.isEmpty())
        return;
    const int others = m_left->parentWidget()->width() - m_files->viewport()->width();
    const int wanted = qMin(m_files->widthOf(paths) + qMax(others, 24), width() * 2 / 5);
    if (wanted > sizes().constFirst())
        setSizes({wanted, width() - wanted - handleWidth()});
}

void Preview::resizeEvent(QResizeEvent *event)
{
    QSplitter::resizeEvent(event);
    makeRoomForNames();
}

void Preview::showEvent(QShowEvent *event)
{
    QSplitter::showEvent(event);
    if (m_baseline) { // meanwhile hosts may have got another
        m_baseline.reset();
        refresh();
    }
    makeRoomForNames();
}

/// The choices name every host: where these have other names, theirs become others; where they come or go, all are made anew.
void Preview::fillChoices()
{
    const Touched &touched = m_derived.touchedHosts();
    if (m_against->count() > 0 && !touched.everything && !touched.differing.hosts)
        return;
    QStringList hosts;
    for (const PlacedHost &host : m_derived.topology().hosts)
        hosts.append(host.name);
    const QStringList before = std::exchange(m_hosts, hosts);
    if (m_against->count() > 0 && before == hosts)
        return;
    const auto name = [this](qsizetype i) {
        m_against->setItemText(int(i) + 2, tr("Since deployed to %1").arg(m_hosts.at(i)));
        m_against->setItemData(int(i) + 2, m_hosts.at(i), Qt::UserRole + 1);
    };
    if (before.size() == hosts.size() && m_against->count() > 0) {
        for (qsizetype i = 0; i < hosts.size(); ++i) {
            if (before.at(i) != hosts.at(i))
                name(i);
        }
    } else {
        m_against->clear();
        m_against->addItem(tr("As designed now"), int(Against::Nothing));
        m_against->addItem(tr("Since last generated"), int(Against::Generated));
        for (qsizetype i = 0; i < hosts.size(); ++i) {
            m_against->addItem({}, int(Against::Deployed));
            name(i);
        }
        m_against->addItem(tr("Against the files on disk"), int(Against::Disk));
        m_against->addItem(tr("Edits made by hand"), int(Against::Edits));
    }
    if (m_comparison.against == Against::Deployed && !hosts.contains(m_comparison.host))
        m_comparison = {};
    showChoice();
}

void Preview::showChoice()
{
    for (int i = 0; i < m_against->count(); ++i) {
        if (m_against->itemData(i).toInt() == int(m_comparison.against) && m_against->itemData(i, Qt::UserRole + 1).toString() == m_comparison.host)
            return m_against->setCurrentIndex(i);
    }
}

void Preview::setFolder(const QString &folder, const QList<nixgen::HandEdit> &edits, const nixgen::CapturedFiles &captured)
{
    const bool isShown = m_comparison.against != Against::Nothing || m_captured != captured;
    m_folder = folder;
    m_handEdits = edits;
    m_captured = captured;
    m_edits->setEdits(edits);
    m_baseline.reset();
    if (isShown)
        refresh();
}

bool Preview::isGenerated(const QString &path) const
{
    return m_comparison.against != Against::Edits && !m_captured.contains(path);
}

void Preview::compareWith(Against against, const QString &host)
{
    m_baseline.reset();
    m_comparison = {};
    m_comparison.against = against;
    m_comparison.host = host;
    showChoice();
    refresh();
    if (m_comparison.files.contains(m_path))
        goToChange(0);
    else if (against != Against::Nothing)
        openFirstChange();
}

void Preview::recompare()
{
    if (m_comparison.against == Against::Nothing)
        return;
    const NowFiles now{m_derived.tree(), m_captured};
    const bool isKnown = m_baseline && m_baseline->against == m_comparison.against && m_baseline->host == m_comparison.host;
    if (isKnown && !m_derived.touchedHosts().everything)
        return compareAgain(m_comparison, *m_baseline, now, m_derived.touched() + m_derived.gone());
    m_baseline = readBaseline(m_comparison.against, m_comparison.host, m_folder, m_handEdits);
    m_comparison = compareTree(*m_baseline, now);
}

/// Files that are there now, and those that a difference tells to be gone.
qsizetype Preview::rowCount() const
{
    const FileTree &tree = m_derived.tree();
    return qsizetype(tree.size())
        + std::count_if(m_comparison.files.begin(), m_comparison.files.end(), [&](const auto &entry) { return !tree.contains(entry.first); });
}

/// Beside each file how much of it differs.
void Preview::countChanges()
{
    QHash<QString, QString> words;
    for (const QString &path : m_comparison.unknown)
        words.insert(path, tr("differs"));
    for (const auto &[path, difference] : m_comparison.files)
        words.insert(path, difference.isNew ? tr("new") : difference.isGone ? tr("gone") : u"+%1 −%2"_s.arg(difference.lines.come).arg(difference.lines.gone));
    const bool isOther = words != m_files->files().words();
    m_files->setWords(words);
    if (isOther)
        makeRoomForNames();
}

void Preview::openFirstChange()
{
    if (!m_comparison.files.empty()) {
        openFile(m_comparison.files.begin()->first);
        goToChange(0);
    }
}

QByteArray Preview::shownFile() const
{
    if (const auto captured = m_captured.find(m_path); captured != m_captured.end())
        return captured->second;
    const auto file = m_derived.tree().find(m_path);
    return file == m_derived.tree().end() ? QByteArray() : file->second.text;
}

void Preview::showText()
{
    const auto difference = m_comparison.files.find(m_path);
    if (difference == m_comparison.files.end()) {
        m_text->setLines({}, {});
        return replaceText(shownFile());
    }
    const UnifiedText both = unified(difference->second.before, difference->second.after);
    replaceText(both.text);
    m_text->setLines(both.kinds, both.lines);
}

/// 0: the first of this file.
bool Preview::goToChange(int step)
{
    const QList<int> changes = m_text->changes();
    const int at = step == 0 ? -1 : m_text->textCursor().blockNumber();
    int block = -1;
    for (const int change : changes) {
        if (step >= 0 && change > at && block < 0)
            block = change;
        if (step < 0 && change < at)
            block = change;
    }
    if (block < 0 && step != 0) { // in the next file, round and round
        const auto &files = m_comparison.files;
        if (files.empty())
            return false;
        auto file = files.find(m_path);
        if (file == files.end())
            file = files.begin();
        else if (step > 0)
            file = std::next(file) == files.end() ? files.begin() : std::next(file);
        else
            file = file == files.begin() ? std::prev(files.end()) : std::prev(file);
        openFile(file->first);
        const QList<int> there = m_text->changes();
        block = there.isEmpty() ? -1 : step > 0 ? there.constFirst() : there.constLast();
    }
    if (block < 0)
        return false;
    m_text->setTextCursor(QTextCursor(m_text->document()->findBlockByNumber(block)));
    m_text->centerCursor();
    return true;
}

void Preview::search()
{
    if (!m_search) {
        m_search = new FileSearch(m_derived.tree(), m_left);
        m_left->addWidget(m_search);
        connect(m_search, &FileSearch::picked, this, [this](const Hit &hit, bool stay) {
            goToLine(hit);
            if (!stay)
                m_text->setFocus();
        });
        connect(m_search, &FileSearch::closed, this, [this] {
            m_left->setCurrentWidget(m_files);
            m_files->setFocus();
        });
    }
    const QString words = m_text->textCursor().selectedText();
    m_left->setCurrentWidget(m_search);
    m_search->start(words.contains(QChar::ParagraphSeparator) ? QString() : words);
}

void Preview::goToLine(const Hit &hit)
{
    openFile(hit.path);
    const QTextBlock block = m_text->document()->findBlockByNumber(m_text->blockOf(hit.line));
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::min(hit.column, block.length() - 1));
    cursor.setPosition(std::min(cursor.position() + int(m_search->words().size()), block.position() + block.length() - 1), QTextCursor::KeepAnchor);
    m_text->setTextCursor(cursor);
    m_text->centerCursor();
}

void Preview::addButtons(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setObjectName(u"button-"_s + action->objectName());
        m_bar->addWidget(button);
        m_text->addAction(action);
    }
}

} // namespace gui
