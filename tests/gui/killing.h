// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What tests share that kill an editing program at random moments: how often, by which seed, what the victim noted of what it
// did, and that what is lost is never older than one interval.

#include "model/codec.h"
#include "tests/support.h"

#include <QProcess>
#include <QRandomGenerator>

#include <csignal>

namespace tests {

using namespace Qt::StringLiterals;

constexpr int slackMs = 40;
inline const model::ItemId killedGame(u"game/g01"_s); ///< whose port is set higher and higher

inline int numberIn(const model::Fleet &fleet)
{
    const model::ItemPtr game = fleet.find(killedGame);
    return game ? int(game->values.at(u"udp-port").toInt()) : -1;
}
inline int numberIn(const QByteArray &fleet)
{
    const auto parsed = model::parseFleet(fleet, model::Catalog::builtIn());
    return parsed ? numberIn(parsed->fleet) : -1;
}

/// What the victim did, a line each, written before the next is done: "begin N MS", "end N MS", "saved N".
struct Journal
{
    QList<std::pair<int, qint64>> edits; ///< number, when it was made
    qint64 last = 0;                     ///< when the last one began
    qint64 turn = 0;                     ///< the longest turn of the event loop: no timer is more punctual
    int saved = 0;

    static Journal read(const QString &path)
    {
        Journal journal;
        for (const QByteArray &line : readFile(path).split('\n')) {
            const QByteArrayList words = line.split(' ');
            const qint64 at = words.value(2).toLongLong();
            if (words.size() == 3 && words[0] == "begin") {
                journal.turn = qMax(journal.turn, journal.last > 0 ? at - journal.last : 0);
                journal.last = at;
            } else if (words.size() == 3 && words[0] == "end") {
                journal.edits.append({words[1].toInt(), at});
            } else if (words.size() == 2 && words[0] == "saved") {
                journal.saved = words[1].toInt();
            }
        }
        return journal;
    }

    /// The first edit that is lost and older than one interval, in words; empty: none. From the end of the lost edit to the
    /// begin of the last: whoever else runs meanwhile does not count.
    QString lostTooMuch(int inFile, int inDraft, qint64 allowedMs) const
    {
        for (const auto &[number, when] : edits) {
            if (number > qMax(inFile, inDraft) && last - when > allowedMs)
                return u"%1 was lost, %2 ms before the end; %3 in the file, %4 in the draft"_s.arg(number).arg(last - when).arg(inFile).arg(inDraft);
        }
        return {};
    }
};

/// Waits until the victim has begun to edit, then `afterMs` more, and kills it. False: it was never there, or ended by itself.
inline bool killWhileEditing(QProcess &victim, const QString &journal, int afterMs)
{
    if (!QTest::qWaitFor([&] { return QFileInfo(journal).size() > 0; }, 30000))
        return false;
    victim.waitForFinished(afterMs);
    if (victim.state() != QProcess::Running)
        return false;
    ::kill(pid_t(victim.processId()), SIGKILL);
    victim.waitForFinished();
    return victim.exitStatus() == QProcess::CrashExit;
}

/// Rounds of such a test, each with its story; SWITCHYARD_LONG and SWITCHYARD_SEED say how many and which.
class Kills
{
public:
    Kills(int usual, int atLength)
        : m_rounds(qEnvironmentVariableIsSet("SWITCHYARD_LONG") ? atLength : usual)
        , m_seed(qEnvironmentVariableIsSet("SWITCHYARD_SEED") ? qEnvironmentVariable("SWITCHYARD_SEED").toUInt() : QRandomGenerator::global()->generate())
        , m_random(m_seed)
    {
    }

    int rounds() const { return m_rounds; }
    QString story(int round) const { return u"seed %1, round %2"_s.arg(m_seed).arg(round); }
    int moment(int least, int most) { return m_random.bounded(least, most); }

private:
    int m_rounds;
    quint32 m_seed;
    QRandomGenerator m_random;
};

} // namespace tests
