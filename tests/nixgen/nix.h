// SPDX-License-Identifier: GPL-3.0-or-later
// The real Nix, for tests that want its word on a file.
#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

namespace tests {

struct NixReply
{
    int exitCode = -1;
    QByteArray output, errors;
};

inline bool hasNix()
{
    return !QStandardPaths::findExecutable(QStringLiteral("nix-instantiate")).isEmpty();
}

/// nix-instantiate with a store that is none, so that nothing is written anywhere.
inline NixReply nixInstantiate(const QStringList &arguments)
{
    QProcess nix;
    nix.start(QStringLiteral("nix-instantiate"),
              QStringList{QStringLiteral("--store"), QStringLiteral("dummy://")} + arguments);
    if (!nix.waitForFinished(60000))
        return {-1, {}, nix.errorString().toUtf8()};
    return {nix.exitStatus() == QProcess::NormalExit ? nix.exitCode() : -1,
            nix.readAllStandardOutput(), nix.readAllStandardError()};
}

} // namespace tests

/// Skips where Nix is missing; in CI it must be there.
#define NEED_NIX()                                                                                 \
    do {                                                                                           \
        if (!tests::hasNix()) {                                                                    \
            QVERIFY2(!qEnvironmentVariableIsSet("CI"), "nix-instantiate is missing, in CI");       \
            QSKIP("nix-instantiate is not installed");                                             \
        }                                                                                          \
    } while (false)
