// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a script of a simulated host says: lines key=value, as the scripts of resources/scripts do.

#include "remote/sshconnection.h"

namespace sim {

class Reply
{
public:
    void say(const char *key, const QString &value)
    {
        m_out += QByteArray(key) + '=' + value.toUtf8() + '\n';
    }
    void say(const char *key, qint64 value) { say(key, QString::number(value)); }
    void data(const QByteArray &bytes) { m_out += "data\n" + bytes; }
    remote::Reply done() const { return {0, {}, m_out, {}}; }
    remote::Reply die(const QString &why)
    {
        say("error", why);
        return {1, {}, m_out, {}};
    }

private:
    QByteArray m_out;
};

} // namespace sim
