// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Proving who we are, without blocking: the given key file (with its certificate), else the agent
// and the usual key files.

#include "remote/target.h"

#include <memory>

struct ssh_session_struct;

namespace remote {

class SshAuth
{
public:
    enum class State
    {
        Trying,
        Done,
        Refused
    };

    SshAuth(ssh_session_struct *session, const SshSettings &settings);
    ~SshAuth();
    Q_DISABLE_COPY_MOVE(SshAuth)

    State step();
    QString problem() const { return m_problem; } ///< why we were refused, after State::Refused
    QString hint() const;

private:
    int attempt();
    void loadIdentity(const QString &file);

    struct Key;
    ssh_session_struct *m_session;
    std::unique_ptr<Key> m_key;
    bool m_fromFile = false, m_useConfig = true;
    State m_state = State::Trying;
    QString m_problem;
};

/// Keywords of an ssh_config text that change who we are or whom we trust and that libssh does not
/// follow.
QStringList ignoredKeywords(const QByteArray &config);

} // namespace remote
