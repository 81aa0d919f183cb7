// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/patchtext.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>

namespace gui {

namespace {

constexpr qsizetype furthest = 400; ///< lines that are looked at for the place where two texts meet again

/// Some lines that take the place of others.
struct Hunk
{
    qsizetype from = 0, count = 0, by = 0, byCount = 0;
};

/// Whether both go on alike from there: two lines, as single brackets stand everywhere.
bool meets(const QStringList &a, qsizetype i, const QStringList &b, qsizetype j)
{
    const bool next = i + 1 < a.size() && j + 1 < b.size();
    return i < a.size() && j < b.size() && a.at(i) == b.at(j) && (next ? a.at(i + 1) == b.at(j + 1) : a.size() - i == b.size() - j);
}

/// The least change at that place after which both go on alike.
Hunk hunkAt(const QStringList &a, qsizetype i, const QStringList &b, qsizetype j)
{
    for (qsizetype lines = 1; lines <= furthest; ++lines) {
        if (lines % 2 == 0 && meets(a, i + lines / 2, b, j + lines / 2)) // the likeliest: lines that read otherwise
            return {i, lines / 2, j, lines / 2};
        for (qsizetype gone = 0; gone <= lines; ++gone) {
            if (meets(a, i + gone, b, j + lines - gone))
                return {i, gone, j, lines - gone};
        }
    }
    return {i, a.size() - i, j, b.size() - j};
}

QList<Hunk> difference(const QStringList &a, const QStringList &b)
{
    QList<Hunk> hunks;
    qsizetype i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a.at(i) == b.at(j)) {
            ++i;
            ++j;
            continue;
        }
        hunks += hunkAt(a, i, b, j);
        i += hunks.constLast().count;
        j += hunks.constLast().byCount;
    }
    return hunks;
}

/// Of one line only what differs is exchanged: a change that reaches its end counts as one of the next line, too.
void replaceLine(QTextDocument &document, qsizetype line, const QString &by)
{
    const QTextBlock block = document.findBlockByNumber(int(line));
    const QString old = block.text();
    const auto head = std::ranges::mismatch(old, by).in1 - old.begin();
    const qsizetype most = qMin(old.size(), by.size()) - head;
    qsizetype tail = 0;
    while (tail < most && old.at(old.size() - 1 - tail) == by.at(by.size() - 1 - tail))
        ++tail;
    if (old == by)
        return;
    QTextCursor cursor(&document);
    cursor.setPosition(block.position() + int(head));
    cursor.setPosition(block.position() + int(old.size() - tail), QTextCursor::KeepAnchor);
    cursor.insertText(by.mid(head, by.size() - tail - head));
}

/// Lines come, or more or fewer than there were; at least one line stays.
void replaceLines(QTextDocument &document, const Hunk &hunk, const QStringList &b)
{
    QString lines = b.mid(hunk.by, hunk.byCount).join(u'\n');
    const bool atEnd = hunk.from + hunk.count >= document.blockCount();
    QTextCursor cursor(document.findBlockByNumber(int(atEnd ? hunk.from - 1 : hunk.from)));
    if (atEnd) {
        cursor.movePosition(QTextCursor::EndOfBlock);
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        lines.prepend(hunk.byCount > 0 ? u"\n" : u"");
    } else {
        cursor.setPosition(document.findBlockByNumber(int(hunk.from + hunk.count)).position(), QTextCursor::KeepAnchor);
        lines.append(hunk.byCount > 0 ? u"\n" : u"");
    }
    cursor.insertText(lines);
}

} // namespace

void patchText(QTextDocument &document, const QString &text)
{
    const QStringList before = document.toPlainText().split(u'\n'), after = text.split(u'\n');
    const QList<Hunk> hunks = difference(before, after);
    // Each hunk is told by itself: one notice of all would name everything between the first and the last. From the end, so
    // that places in front stay.
    for (auto hunk = hunks.crbegin(); hunk != hunks.crend(); ++hunk) {
        if (hunk->count == hunk->byCount) {
            for (qsizetype i = 0; i < hunk->count; ++i)
                replaceLine(document, hunk->from + i, after.at(hunk->by + i));
        } else if (hunk->from == 0 && hunk->count == before.size()) {
            QTextCursor whole(&document);
            whole.select(QTextCursor::Document);
            whole.insertText(text);
        } else {
            replaceLines(document, *hunk, after);
        }
    }
}

} // namespace gui
