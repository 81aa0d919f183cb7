// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The scripts that run on hosts during a deploy, and their replies of key=value lines.

#include "remote/sshconnection.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

namespace remote {

/// The script `:/resources/scripts/NAME.sh` to be run as root, with its `#include FILE` lines
/// filled in.
Script deployScript(const QString &name, QStringList args = {}, QByteArray input = {});

/// What a script answered: lines key=value, and the raw bytes after a line `data`, if there is one.
class ScriptReply
{
public:
    static ScriptReply parse(const QByteArray &out);

    QString operator[](const QString &key) const; ///< the first value; empty when absent
    QStringList all(const QString &key) const;    ///< in the order they came
    qint64 number(const QString &key, qint64 fallback = 0) const;
    const QByteArray &data() const { return m_data; }

private:
    QMap<QString, QStringList> m_values;
    QByteArray m_data;
};

} // namespace remote
