// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/patchtext.h"

#include "model/filetree.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>
#include <cstring>

namespace gui {

namespace {

constexpr qsizetype furthest = 400; ///< lines that are looked at for the place where two texts meet again

/// Some lines that take the place of others.
struct Hunk
{
    qsizetype from = 0, count = 0, by = 0, byCount = 0;
};

using Lines = QList<QByteArrayView>;

/// Whether both go on alike from there: two lines, as single brackets stand everywhere.
bool meets(const Lines &a, qsizetype i, const Lines &b, qsizetype j)
{
    if (i == a.size() && j == b.size())
        return true; // what follows both is the same
    const bool next = i + 1 < a.size() && j + 1 < b.size();
    return i < a.size() && j < b.size() && a.at(i) == b.at(j) && (next ? a.at(i + 1) == b.at(j + 1) : a.size() - i == b.size() - j);
}

/// The least change at that place after which both go on alike.
Hunk hunkAt(const Lines &a, qsizetype i, const Lines &b, qsizetype j)
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

QList<Hunk> difference(const Lines &a, const Lines &b)
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

/// How many bytes both begin with.
qsizetype commonHead(QByteArrayView a, QByteArrayView b)
{
    const qsizetype most = qMin(a.size(), b.size());
    qsizetype at = 0;
    for (qsizetype step : {4096, 64, 1}) { // a text is long, and most of it stays
        while (at + step <= most && std::memcmp(a.data() + at, b.data() + at, size_t(step)) == 0)
            at += step;
    }
    return at;
}

qsizetype commonTail(QByteArrayView a, QByteArrayView b)
{
    const qsizetype most = qMin(a.size(), b.size());
    qsizetype size = 0;
    for (qsizetype step : {4096, 64, 1}) {
        while (size + step <= most && std::memcmp(a.data() + a.size() - size - step, b.data() + b.size() - size - step, size_t(step)) == 0)
            size += step;
    }
    return size;
}

bool isLineStart(QByteArrayView text, qsizetype at)
{
    return at == 0 || text.at(at - 1) == '\n';
}

/// Whole lines of both texts between what they begin and end with alike.
struct Middle
{
    qsizetype above = 0; ///< lines
    Lines before, after;
};

Lines linesIn(QByteArrayView text, bool isEnd)
{
    Lines lines;
    qsizetype begin = 0;
    for (qsizetype at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', begin)) {
        lines.append(text.sliced(begin, at - begin));
        begin = at + 1;
    }
    if (isEnd) // what follows the last line break is a line as well
        lines.append(text.sliced(begin));
    return lines;
}

Middle middleOf(QByteArrayView before, QByteArrayView after)
{
    const qsizetype head = before.first(commonHead(before, after)).lastIndexOf('\n') + 1;
    qsizetype tail = commonTail(before.sliced(head), after.sliced(head));
    if (!isLineStart(before, before.size() - tail) || !isLineStart(after, after.size() - tail)) {
        const qsizetype line = before.last(tail).indexOf('\n');
        tail = line < 0 ? 0 : tail - line - 1;
    }
    const auto between = [&](QByteArrayView text) { return linesIn(text.sliced(head, text.size() - tail - head), tail == 0); };
    return {model::lineBreaks(before.first(head)), between(before), between(after)};
}

QString joined(const Lines &lines, qsizetype from, qsizetype count)
{
    QString text;
    for (qsizetype i = from; i < from + count; ++i)
        text += (i > from ? u"\n" : u"") + QString::fromUtf8(lines.at(i));
    return text;
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

/// Lines come, or more or fewer than there were; at least one line stays. `from` is the first of them in the document.
void replaceLines(QTextDocument &document, qsizetype from, qsizetype count, QString lines, bool isAny)
{
    const bool atEnd = from + count >= document.blockCount();
    QTextCursor cursor(document.findBlockByNumber(int(atEnd ? from - 1 : from)));
    if (atEnd) {
        cursor.movePosition(QTextCursor::EndOfBlock);
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        lines.prepend(isAny ? u"\n" : u"");
    } else {
        cursor.setPosition(document.findBlockByNumber(int(from + count)).position(), QTextCursor::KeepAnchor);
        lines.append(isAny ? u"\n" : u"");
    }
    cursor.insertText(lines);
}

void replaceAll(QTextDocument &document, const QByteArray &text)
{
    QTextCursor whole(&document);
    whole.select(QTextCursor::Document);
    whole.insertText(QString::fromUtf8(text));
}

} // namespace

void patchText(QTextDocument &document, const QByteArray &before, const QByteArray &after)
{
    if (document.blockCount() != model::lineBreaks(before) + 1)
        return replaceAll(document, after); // it has line breaks of another sort
    const Middle middle = middleOf(before, after);
    const QList<Hunk> hunks = difference(middle.before, middle.after);
    // Each hunk is told by itself: one notice of all would name everything between the first and the last. From the end, so
    // that places in front stay.
    for (auto hunk = hunks.crbegin(); hunk != hunks.crend(); ++hunk) {
        const qsizetype from = middle.above + hunk->from;
        if (hunk->count == hunk->byCount) {
            for (qsizetype i = 0; i < hunk->count; ++i)
                replaceLine(document, from + i, QString::fromUtf8(middle.after.at(hunk->by + i)));
        } else if (from == 0 && hunk->count == document.blockCount()) {
            replaceAll(document, after);
        } else {
            replaceLines(document, from, hunk->count, joined(middle.after, hunk->by, hunk->byCount), hunk->byCount > 0);
        }
    }
}

} // namespace gui
