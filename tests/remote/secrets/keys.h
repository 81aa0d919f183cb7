// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keys of hosts and operators for tests, made by the real ssh-keygen and age, and what opens a file with one of them.

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace keys {

using namespace Qt::StringLiterals;

struct Ran
{
    int code;
    QByteArray out, err;
};

inline Ran run(const QString &program, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(60'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool areThere()
{
    return !QStandardPaths::findExecutable(u"age"_s).isEmpty()
           && !QStandardPaths::findExecutable(u"ssh-keygen"_s).isEmpty();
}

/// A host's key pair at `path`; the public one.
inline QString sshKey(const QString &path)
{
    QFile::remove(path);
    run(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(), u"-C"_s, QString(), u"-f"_s, path});
    return QString::fromUtf8(contents(path + u".pub"_s)).trimmed();
}

/// An operator's age key at `path`; the recipient.
inline QString ageKey(const QString &path)
{
    QFile::remove(path);
    run(u"age-keygen"_s, {u"-o"_s, path});
    return QString::fromUtf8(run(u"age-keygen"_s, {u"-y"_s, path}).out).trimmed();
}

/// What an age file says to who has that key; "refused" to others.
inline QByteArray opened(const QString &file, const QString &key)
{
    const Ran ran = run(u"age"_s, {u"--decrypt"_s, u"--identity"_s, key, file});
    return ran.code == 0 ? ran.out : QByteArray("refused");
}

/// A fleet of three hosts in `folder`, each with a key of its own there, and one operator "me".
inline QByteArray fleetText(const QString &folder, const QString &backend)
{
    QByteArray text = "switchyard: 1\nname: f\ndomain: example.com\noverlay: none\nsecrets:\n  backend: "
                      + backend.toUtf8() + "\n  operators: [\"" + ageKey(folder + u"/me"_s).toUtf8()
                      + "\"]\ndeploy: {keys: [\"" + sshKey(folder + u"/login"_s).toUtf8() + "\"]}\nhosts:\n";
    int last = 10;
    for (const QString &name : {u"big"_s, u"mini"_s, u"stream"_s}) {
        const QByteArray role = name == "big"_L1 ? "game-server" : name == "mini"_L1 ? "broker" : "stream-host";
        text += "  - name: " + name.toUtf8() + "\n    roles: [" + role + "]\n    ssh: {address: 203.0.113."
                + QByteArray::number(last) + "}\n    public: [203.0.113." + QByteArray::number(last)
                + "]\n    host-key: \"" + sshKey(folder + u'/' + name).toUtf8()
                + "\"\n    state-version: \"26.05\"\n    boot: {loader: none}\n";
        last += 10;
    }
    return text + "games:\n  - {name: g01, host: big}\nclients:\n  - {name: c01, host: stream}\n";
}

} // namespace keys
