// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sim/simscript.h"

#include "model/shellquote.h"

namespace sim {

using namespace Qt::StringLiterals;

namespace {

const QByteArray Tail = "\n}\n{ printf '\\006'; switchyard_script"; // see remote::scriptPayload()
const QByteArray End = "; exit; }\n";

/// Where the end stands outside of all quotes; -1 while it has not come.
qsizetype findEnd(const QByteArray &payload, qsizetype from)
{
    bool quoted = false;
    for (qsizetype i = from; i < payload.size(); ++i) {
        const char c = payload.at(i);
        if (c == '\'')
            quoted = !quoted;
        else if (c == '\\' && !quoted)
            ++i;
        else if (c == ';' && !quoted && payload.mid(i, End.size()) == End)
            return i;
    }
    return -1;
}

} // namespace

std::optional<ScriptCall> parseCall(const QByteArray &payload)
{
    const qsizetype tail = payload.indexOf(Tail);
    if (tail < 0)
        return std::nullopt;
    const qsizetype words = tail + Tail.size();
    const qsizetype end = findEnd(payload, words);
    if (end < 0)
        return std::nullopt;
    ScriptCall call;
    call.args = model::shellWords(payload.mid(words, end - words));
    call.size = end + End.size();
    const QByteArray mark = "# switchyard-script: ";
    if (const qsizetype id = payload.indexOf(mark); id >= 0 && id < tail) {
        const qsizetype from = id + mark.size();
        const QList<QByteArray> parts =
            payload.mid(from, payload.indexOf('\n', from) - from).simplified().split(' ');
        call.name = QString::fromUtf8(parts.value(0));
        call.version = parts.value(1).toInt();
    }
    return call;
}

} // namespace sim
