// SPDX-License-Identifier: GPL-3.0-or-later
// A person's comments through any edit: those of a removed item go with it, all others stay.
#include "model/codec.h"
#include "model/edit.h"
#include "model/source.h"
#include "tests/model/randomedit.h"
#include "tests/support.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

/// Every comment gets a number, so that each can be missed.
QByteArray numbered(QByteArray text)
{
    int number = 0;
    for (const char *word : {"# note: {", "# täil: [", "# inside", "# aligned", "# two"})
        for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 2))
            text.replace(at, qsizetype(strlen(word)),
                         QByteArray("# c" + QByteArray::number(number++) + ':'));
    return text;
}

QSet<QString> commentsIn(const QByteArray &text)
{
    static const QRegularExpression comment(u"# c\\d+:"_s);
    QSet<QString> result;
    for (auto it = comment.globalMatch(QString::fromUtf8(text)); it.hasNext();)
        result.insert(it.next().captured());
    return result;
}

/// The entry and the comment lines directly above it, found in the text without the codec's slices.
QByteArray linesOf(const Fleet &fleet, const ItemId &item)
{
    const QByteArrayList lines = printFleet(fleet).split('\n');
    const auto blankOrComment = [&](qsizetype i) {
        return lines[i].trimmed().isEmpty() || lines[i].trimmed().startsWith('#');
    };
    const auto indent = [&](qsizetype i) {
        return lines[i].size() - QByteArray(lines[i]).replace('\t', ' ').trimmed().size()
               - (lines[i].endsWith('\r') ? 1 : 0);
    };
    qsizetype first = locate(fleet, item).line - 1, end = first + 1;
    const qsizetype dash = lines[first].indexOf('-');
    while (end < lines.size() && (blankOrComment(end) || indent(end) > dash))
        ++end;
    while (
        end > first + 1
        && (lines[end - 1].trimmed().isEmpty()
            || (lines[end - 1].trimmed().startsWith('#') && lines[end - 1].indexOf('#') <= dash)))
        --end;
    while (first > 0 && lines[first - 1].trimmed().startsWith('#')
           && lines[first - 1].indexOf('#') <= dash) // a deeper one is the entry's above
        --first;
    return lines.mid(first, end - first).join('\n');
}

} // namespace

class EditCommentsTest : public QObject
{
    Q_OBJECT

private slots:
    void stayOrGoWithTheirItem()
    {
        int removed = 0, gone = 0;
        for (int seed = 0; seed < 400; ++seed) {
            tests::SeededFleet random{quint32(seed)};
            Fleet fleet = parseFleet(numbered(random.text()), Catalog::builtIn())->fleet;
            for (int step = 0; step < 8; ++step) {
                const Edit edit = tests::randomEdit(fleet, random);
                const auto after = apply(fleet, Catalog::builtIn(), edit);
                if (!after)
                    continue;
                const QByteArray before = printFleet(fleet), now = printFleet(*after);
                const QString story = u"seed %1 step %2: %3\n%4\n---\n%5"_s.arg(seed).arg(step).arg(
                    describe(fleet, Catalog::builtIn(), edit), QString::fromUtf8(before),
                    QString::fromUtf8(now));
                const QSet<QString> lost = commentsIn(before) - commentsIn(now);
                if (const auto *remove = std::get_if<RemoveItem>(&edit)) {
                    const ItemPtr item = fleet.find(remove->item);
                    const bool alone = item && item->source && !isInstanceCarrier(fleet, *item)
                                       && item->source->body.trimmed().front() != '{';
                    if (alone)
                        QVERIFY2(lost == commentsIn(linesOf(fleet, item->id)), qPrintable(story));
                    ++removed;
                    gone += int(lost.size());
                } else if (const auto *set = std::get_if<SetField>(&edit);
                           !set || (!set->value.isNull() && !set->value.isList())) {
                    QVERIFY2(lost.isEmpty(), qPrintable(story));
                }
                fleet = *after;
            }
        }
        QVERIFY2(removed > 100 && gone > 50, qPrintable(u"%1 %2"_s.arg(removed).arg(gone)));
    }

private:
    /// A host takes the settings of what stands on it along.
    static bool isInstanceCarrier(const Fleet &fleet, const Item &item)
    {
        return std::ranges::any_of(fleet.items(), [&](const ItemPtr &other) {
            return other->name.startsWith(item.name + u'/');
        });
    }
};

QTEST_GUILESS_MAIN(EditCommentsTest)
#include "tst_edit_comments.moc"
