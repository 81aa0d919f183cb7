// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/secretinput.h"

#include <cerrno>
#include <termios.h>
#include <unistd.h>

namespace ctl {

using namespace Qt::StringLiterals;

namespace {

/// While it lives, the terminal does not show what is typed.
class NoEcho
{
public:
    NoEcho()
    {
        m_isTerminal = tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        if (m_isTerminal)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~NoEcho()
    {
        if (m_isTerminal)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Q_DISABLE_COPY_MOVE(NoEcho)
    bool isTerminal() const { return m_isTerminal; }

private:
    termios m_before{};
    bool m_isTerminal = false;
};

} // namespace

model::Result<secrets::Plaintext> readSecret(Io &io, const QString &name)
{
    const NoEcho quiet;
    if (quiet.isTerminal()) {
        io.err << name << " (not shown): ";
        io.err.flush();
    }
    secrets::Plaintext value, buffer;
    buffer.resize(4096);
    for (;;) {
        const ssize_t count = read(STDIN_FILENO, buffer.data(), size_t(buffer.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return model::fail(u"no-value"_s, u"no value for %1 can be read: %2"_s.arg(
                                                  name, qt_error_string(errno)));
        value.append({buffer.data(), count});
        if (count == 0 || (quiet.isTerminal() && value.view().endsWith('\n')))
            break;
    }
    if (quiet.isTerminal())
        io.err << '\n';
    if (value.view().endsWith('\n'))
        value.resize(value.size() - 1);
    return value;
}

} // namespace ctl
