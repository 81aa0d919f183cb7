// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The way to one host during a deploy: runs scripts, dials again when the link broke, asks about
// unknown host keys.

#include "remote/deploycontext.h"
#include "remote/deployscript.h"

#include <optional>

namespace remote {

/// Why a script gave no answer, as one sentence.
struct Trouble
{
    QString sentence;
    std::optional<SshFailure> failure; ///< none: the script itself said no
    bool admitted = true;              ///< the host had let us in
};
template <typename T>
using Attempt = tl::expected<T, Trouble>;

/// "10.77.0.11:22 as deploy"
QString endpointText(const SshTarget &target);

class DeployLink
{
public:
    enum class Insist
    {
        Once,
        UntilLost
    }; ///< UntilLost: repeat after a broken link, for a minute

    DeployLink(SshTarget target, const DeployContext &context)
        : m_target(std::move(target)), m_context(context)
    {}

    Attempt<ScriptReply> call(const Script &script, Insist insist = Insist::UntilLost,
                              int deadlineMs = 30'000);
    /// From now on a cancel does not end calls, and the next call dials anew.
    void outliveCancel();
    void close() { m_connection.reset(); }
    /// Calls go there from now on, over a new connection.
    void redirect(const SshTarget &target);
    const SshTarget &target() const { return m_target; }

private:
    Attempt<ScriptReply> callOnce(const Script &script, int deadlineMs);
    SshResult<SshConnection> dial();

    SshTarget m_target;
    const DeployContext &m_context;
    SshSettings m_settings = m_context.options.ssh;
    bool m_outlivesCancel = false, m_wasIn = false;
    std::optional<SshConnection> m_connection;
};

} // namespace remote
