// SPDX-License-Identifier: GPL-3.0-or-later
// What test programs of every layer share: paths into the source tree, reading files, golden files.
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <ctime>

namespace tests {

/// How many times slower this build may be than a plain one.
#ifdef __SANITIZE_ADDRESS__
inline constexpr int slowness = 6;
#else
inline constexpr int slowness = 1;
#endif

/// Processor time of this program so far: for limits that hold on a busy machine as well.
inline double cpuSeconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

/// `path` below the root of the source tree.
inline QString sourcePath(const QString &path)
{
    return QDir(qEnvironmentVariable("SWITCHYARD_SOURCE_DIR", QStringLiteral("."))).filePath(path);
}

/// One of the built programs, e.g. `switchyardctl`.
inline QString program(const QString &name)
{
    return QDir(qEnvironmentVariable("SWITCHYARD_BIN_DIR")).filePath(name);
}

/// All bytes of the file, or a failed test and nothing.
inline QByteArray readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        QTest::qFail(qPrintable(file.errorString() + QStringLiteral(": ") + path), __FILE__,
                     __LINE__);
        return {};
    }
    return file.readAll();
}

/// Writes the file and the folders above it; false when that fails.
inline bool writeFile(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate)
           && file.write(bytes) == bytes.size();
}

/// True when a run rewrites the golden files in place of comparing with them.
inline bool isAccepting()
{
    return qEnvironmentVariableIntValue("SWITCHYARD_ACCEPT") == 1;
}

/// The line in which the two first differ, side by side, for the message of a failed comparison.
inline QString firstDifference(const QByteArray &actual, const QByteArray &expected)
{
    const QList<QByteArray> have = actual.split('\n');
    const QList<QByteArray> want = expected.split('\n');
    for (qsizetype i = 0; i < qMax(have.size(), want.size()); ++i) {
        if (have.value(i) == want.value(i) && i < have.size() && i < want.size())
            continue;
        const auto line = [i](const QList<QByteArray> &lines) {
            return i < lines.size() ? QString::fromUtf8(lines.at(i))
                                    : QStringLiteral("(end of file)");
        };
        return QStringLiteral("line %1\n   is:       %2\n   expected: %3")
            .arg(i + 1)
            .arg(line(have), line(want));
    }
    return QStringLiteral("no line differs");
}

} // namespace tests

/// Compares bytes with a golden file of the source tree (`tests/nixgen/golden/flake.nix`). With
/// SWITCHYARD_ACCEPT=1 it rewrites the file and reports a skip, so that no such run passes for a
/// green one.
#define COMPARE_GOLDEN(actual, path)                                                               \
    do {                                                                                           \
        const QByteArray actualBytes = (actual);                                                   \
        const QString goldenPath = tests::sourcePath(path);                                        \
        if (tests::isAccepting()) {                                                                \
            QVERIFY2(tests::writeFile(goldenPath, actualBytes), qPrintable(goldenPath));           \
            QSKIP(qPrintable(QStringLiteral("accepted: ") + goldenPath));                          \
        }                                                                                          \
        const QByteArray expectedBytes = tests::readFile(goldenPath);                              \
        QVERIFY2(actualBytes == expectedBytes,                                                     \
                 qPrintable(goldenPath + QStringLiteral(": ")                                      \
                            + tests::firstDifference(actualBytes, expectedBytes)));                \
    } while (false)
