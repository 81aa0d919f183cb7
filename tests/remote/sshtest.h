// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A real OpenSSH server for a test class, and what its tests say short.

#include "remote/sshconnection.h"
#include "tests/remote/sshd.h"
#include "tests/support.h"

namespace tests {

using namespace Qt::StringLiterals;
using namespace remote;

inline SshFailure failureOf(const SshTarget &target, const SshSettings &settings)
{
    const auto connection = SshConnection::open(target, settings);
    if (connection) {
        QTest::qFail("it let us in", __FILE__, __LINE__);
        return SshFailure::Cancelled;
    }
    return connection.error().failure;
}

inline Script sh(const QByteArray &text)
{
    return {text, {}, {}, false};
}

/// Derive the test class from it; start() once, trust() before each test.
class SshTest : public QObject
{
protected:
    tests::Sshd m_sshd;

    void start()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        const QString why = m_sshd.start();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
    }
};

} // namespace tests
