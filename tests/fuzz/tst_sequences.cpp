// SPDX-License-Identifier: GPL-3.0-or-later
// Any run of edits, undos, redos, saves, reloads and saves by others: memory and file always know
// of each other, undo gives the same bytes back, and in the end both say the same.
#include "model/document.h"
#include "tests/fuzz/factor.h"
#include "tests/model/randomedit.h"
#include "tests/support.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace model;

namespace {

Fleet read(const QByteArray &text)
{
    const auto parsed = parseFleet(text, Catalog::builtIn());
    return parsed ? parsed->fleet : Fleet();
}

/// One run: a document on a file, and beside it what it should say.
class Run
{
public:
    Run(quint32 seed, const QString &folder)
        : m_random(seed), m_path(folder + u"/fleet.yaml"_s), m_document(Catalog::builtIn())
    {
        const QByteArray text = m_random.text();
        check(tests::writeFile(m_path, text), "write");
        QFile::remove(layoutPath(m_path));
        check(m_document.open(m_path).has_value(), "open");
        start();
    }

    /// What is wrong; empty: nothing.
    QString go(int steps)
    {
        for (int i = 0; i < steps && m_wrong.isEmpty(); ++i) {
            step();
            check(printFleet(m_document.fleet()) == m_texts.at(m_at), "text in memory");
            check(m_document.canUndo() == (m_at > 0), "can undo");
            check(m_document.canRedo() == (m_at + 1 < m_texts.size()), "can redo");
            check(m_document.isDirty() == differs(), "dirty");
        }
        finish();
        return m_wrong.isEmpty() ? QString() : m_wrong + u" after: "_s + m_story.join(u", "_s);
    }

private:
    void check(bool holds, const char *what)
    {
        if (!holds && m_wrong.isEmpty())
            m_wrong = QString::fromLatin1(what);
    }

    QByteArray fileText() const { return tests::readFile(m_path); }

    bool differs() const
    {
        return printFleet(m_document.fleet()) != m_document.savedText()
               || m_layouts.at(m_at) != m_savedLayout;
    }

    void start()
    {
        m_texts = {printFleet(m_document.fleet())};
        m_layouts = {m_document.layout()};
        m_savedLayout = m_document.layout();
        m_at = 0;
    }

    void push()
    {
        const QByteArray now = printFleet(m_document.fleet());
        if (now == m_texts.at(m_at) && m_document.layout() == m_layouts.at(m_at))
            return;
        m_texts.resize(m_at + 1);
        m_layouts.resize(m_at + 1);
        m_texts.append(now);
        m_layouts.append(m_document.layout());
        ++m_at;
    }

    void step()
    {
        switch (m_random.pick(20)) {
        case 0:
        case 1:
        case 2:
            return undo();
        case 3:
        case 4:
            return redo();
        case 5:
        case 6:
            return save();
        case 7:
            return reload();
        case 8:
        case 9:
            return foreign();
        case 10:
            return place();
        default:
            return edit();
        }
    }

    void edit()
    {
        const Edit edit = tests::randomEdit(m_document.fleet(), m_random);
        m_story.append(describe(m_document.fleet(), Catalog::builtIn(), edit));
        const QByteArray before = printFleet(m_document.fleet());
        if (!m_document.apply({{}, {edit}}))
            check(printFleet(m_document.fleet()) == before, "refused edit");
        push();
    }

    void undo()
    {
        m_story.append(u"undo"_s);
        m_document.undo();
        m_at = qMax<qsizetype>(0, m_at - 1);
        check(m_document.layout() == m_layouts.at(m_at), "places after undo");
    }

    void redo()
    {
        m_story.append(u"redo"_s);
        m_document.redo();
        m_at = qMin(m_texts.size() - 1, m_at + 1);
    }

    void place()
    {
        m_story.append(u"place"_s);
        Layout layout = m_document.layout();
        for (const ItemPtr &host : m_document.fleet().hosts())
            layout[host->id] = {{double(m_random.pick(500)), 1}, m_random.chance(), false};
        m_document.place(u"place"_s, layout);
        push();
    }

    void save()
    {
        m_story.append(u"save"_s);
        for (int i = 0; i < 3; ++i) {
            const auto saved = m_document.save();
            if (saved) {
                check(fileText() == printFleet(m_document.fleet()), "saved text");
                m_savedLayout = m_document.layout();
                return;
            }
            check(saved.error().code == u"changed-on-disk"_s, qPrintable(saved.error().message));
            settle();
        }
        check(false, "saves at last");
    }

    void settle()
    {
        const OnDisk disk = m_document.onDisk();
        if (disk.state != OnDisk::Changed)
            return;
        QList<Side> choices;
        for (int i = 0; i < 20; ++i)
            choices.append(m_random.chance() ? Side::Ours : Side::Theirs);
        const auto merged = m_document.merged(disk.bytes, choices);
        m_story.append(u"merge"_s);
        if (!merged) {
            check(merged.error().code == u"cannot-merge"_s, qPrintable(merged.error().message));
            ++unmerged;
            return m_document.overrule(disk.bytes);
        }
        const bool alone = printFleet(m_document.fleet()) == m_document.savedText();
        m_document.takeIn(u"take in"_s, disk.bytes, merged->fleet);
        if (alone)
            check(printFleet(m_document.fleet()) == disk.bytes, "read anew");
        push();
    }

    void reload()
    {
        m_story.append(u"reload"_s);
        check(m_document.open(m_path).has_value(), "reload");
        check(printFleet(m_document.fleet()) == fileText(), "reloaded text");
        start();
    }

    /// Somebody else edits the file, or only writes a comment.
    void foreign()
    {
        m_story.append(u"foreign"_s);
        Fleet theirs = read(fileText());
        for (int i = m_random.pick(4); i > 0; --i)
            if (auto after = apply(theirs, Catalog::builtIn(), tests::randomEdit(theirs, m_random)))
                theirs = *after;
        const QByteArray text =
            (m_random.chance() ? QByteArray("# theirs\n") : QByteArray()) + printFleet(theirs);
        check(tests::writeFile(m_path, text), "foreign write");
        if (m_random.chance())
            settle();
    }

    void finish()
    {
        if (m_wrong.isEmpty())
            save();
        if (!m_wrong.isEmpty())
            return;
        check(!m_document.isDirty(), "clean in the end");
        const Fleet again = read(fileText());
        check(again == m_document.fleet(), "file and memory say the same");
        FleetDocument fresh(Catalog::builtIn());
        check(fresh.open(m_path).has_value() && fresh.layout() == m_document.layout(),
              "places in file and memory");
        for (; m_at > 0; --m_at) {
            check(printFleet(m_document.fleet()) == m_texts.at(m_at), "undone to the byte");
            m_document.undo();
        }
        check(printFleet(m_document.fleet()) == m_texts.first(), "all undone to the byte");
    }

public:
    int unmerged = 0;

private:
    tests::SeededFleet m_random;
    const QString m_path;
    FleetDocument m_document;
    QByteArrayList m_texts;
    QList<Layout> m_layouts;
    Layout m_savedLayout;
    qsizetype m_at = 0;
    QString m_wrong;
    QStringList m_story;
};

} // namespace

class SequencesFuzz : public QObject
{
    Q_OBJECT

private slots:
    void fileAndMemorySayTheSame()
    {
        const bool inMemory =
            QFileInfo(u"/dev/shm"_s).isWritable(); // saves wait for the disk elsewhere
        QTemporaryDir dir(inMemory ? u"/dev/shm/switchyard-XXXXXX"_s
                                   : QDir::tempPath() + u"/switchyard-XXXXXX"_s);
        QVERIFY(dir.isValid());
        const auto [first, end] = tests::seeds(200 * tests::fuzzFactor());
        int unmerged = 0;
        for (int seed = first; seed < end; ++seed) {
            tests::watchForHang(seed);
            Run run(quint32(seed) + 7'000'000, dir.path());
            const QString wrong = run.go(60);
            QVERIFY2(wrong.isEmpty(), qPrintable(u"SWITCHYARD_SEED=%1: %2"_s.arg(seed).arg(wrong)));
            unmerged += run.unmerged;
        }
        tests::endWatch();
        QVERIFY2(unmerged < 20 + (end - first) / 10, qPrintable(QString::number(unmerged)));
    }
};

QTEST_GUILESS_MAIN(SequencesFuzz)
#include "tst_sequences.moc"
