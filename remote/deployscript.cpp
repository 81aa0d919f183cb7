// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deployscript.h"

#include <QFile>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

QByteArray resource(const QString &file)
{
    QFile f(u":/resources/scripts/"_s + file);
    if (!f.open(QIODevice::ReadOnly))
        qFatal("the program lacks its script %s", qPrintable(file));
    return f.readAll();
}

QByteArray withIncludes(const QByteArray &text)
{
    QByteArray out;
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith("#include "))
            out += withIncludes(resource(QString::fromUtf8(line.mid(9).trimmed())).chopped(1));
        else
            out += line;
        out += '\n';
    }
    return out.chopped(1);
}

} // namespace

Script deployScript(const QString &name, QStringList args, QByteArray input)
{
    Script script;
    script.text = withIncludes(resource(name + u".sh"_s));
    script.args = std::move(args);
    script.input = std::move(input);
    script.sudo = true;
    return script;
}

ScriptReply ScriptReply::parse(const QByteArray &out)
{
    ScriptReply reply;
    qsizetype at = 0;
    while (at < out.size()) {
        auto end = out.indexOf('\n', at);
        if (end < 0)
            end = out.size();
        const QByteArray line = out.mid(at, end - at);
        at = end + 1;
        if (line == "data") {
            reply.m_data = out.mid(at);
            break;
        }
        if (const auto equals = line.indexOf('='); equals > 0) {
            reply.m_values[QString::fromUtf8(line.left(equals))].append(
                QString::fromUtf8(line.mid(equals + 1)).trimmed());
        }
    }
    return reply;
}

QString ScriptReply::operator[](const QString &key) const
{
    return m_values.value(key).value(0);
}

QStringList ScriptReply::all(const QString &key) const
{
    return m_values.value(key);
}

qint64 ScriptReply::number(const QString &key, qint64 fallback) const
{
    bool ok = false;
    const qint64 value = (*this)[key].toLongLong(&ok);
    return ok ? value : fallback;
}

} // namespace remote
