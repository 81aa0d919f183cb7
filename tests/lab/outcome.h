// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What tests on the lab's hosts share: running a program, and reading the events of switchyardctl.

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

namespace tests {

using namespace Qt::StringLiterals;

/// How a command of switchyardctl ended, and what it said with --json.
struct Outcome
{
    int code = -1;
    QString out, err;
    QString phase(const QString &host) const { return last(host).first; }
    QString sentence(const QString &host) const { return last(host).second; }

    std::pair<QString, QString> last(const QString &host) const
    {
        std::pair<QString, QString> found;
        for (const QString &line : out.split(u'\n', Qt::SkipEmptyParts)) {
            const QJsonObject o = QJsonDocument::fromJson(line.toUtf8()).object();
            if (o["event"_L1] == "phase"_L1 && o["host"_L1] == host)
                found = {o["phase"_L1].toString(), o["text"_L1].toString()};
        }
        return found;
    }
};

/// Runs a program to its end.
inline Outcome run(const QString &program, const QStringList &arguments, int seconds = 240)
{
    QProcess process;
    process.start(program, arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(seconds * 1000)) {
        process.kill();
        process.waitForFinished();
        return {-1, {}, u"%1 %2 did not end"_s.arg(program, arguments.join(u' '))};
    }
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace tests
