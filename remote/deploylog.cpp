// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/deploylog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

// Numbers of Nix's protocol (src/libutil/logging.hh): result types and activity types.
enum Result
{
    BuildLogLine = 101,
    Progress = 105,
    PostBuildLogLine = 107
};
enum Activity
{
    CopyPaths = 103,
    Builds = 104
};

QString plain(const QByteArray &bytes)
{
    static const QRegularExpression colours(u"\\x1b\\[[0-9;]*[A-Za-z]"_s);
    static const QRegularExpression control(u"[\\x00-\\x08\\x0b-\\x1f\\x7f]"_s);
    return QString::fromUtf8(bytes).remove(colours).remove(control);
}

/// What follows the last "error:", up to an empty line, as one sentence.
QString errorSentence(const QString &text)
{
    const auto at = text.lastIndexOf(u"error:"_s);
    if (at < 0)
        return {};
    QStringList words;
    for (const QString &line : text.mid(at + 6).split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() && !words.isEmpty())
            break;
        if (!trimmed.isEmpty())
            words.append(trimmed);
    }
    return words.join(u' ').left(400);
}

} // namespace

std::optional<SeenImage> seenImage(const QString &line)
{
    static const QRegularExpression told(u"^image (\\S+) is (sha256:[0-9a-f]{64})$"_s);
    const auto match = told.match(line);
    return match.hasMatch() ? std::optional(SeenImage{match.captured(1), match.captured(2)})
                            : std::nullopt;
}

QStringList DeployLog::feed(const QByteArray &bytes)
{
    QStringList lines;
    m_rest += bytes;
    qsizetype at = 0;
    for (qsizetype end; (end = m_rest.indexOf('\n', at)) >= 0; at = end + 1)
        readLine(m_rest.mid(at, end - at), lines);
    m_rest.remove(0, at);
    if (m_rest.size() > 1'000'000) // no line end in sight: not a log worth keeping whole
        m_rest.clear();
    return lines;
}

QStringList DeployLog::finish()
{
    return m_rest.isEmpty() ? QStringList{} : feed("\n");
}

void DeployLog::readLine(const QByteArray &line, QStringList &lines)
{
    if (line.startsWith("@nix ")) {
        readJson(line.mid(5), lines);
        return;
    }
    const QString text = plain(line);
    if (text.trimmed().isEmpty())
        return;
    lines.append(text);
    m_last = text.trimmed();
    if (const QString error = errorSentence(text); !error.isEmpty())
        m_error = error;
}

void DeployLog::readJson(const QByteArray &json, QStringList &lines)
{
    const QJsonObject o = QJsonDocument::fromJson(json).object();
    const QString action = o["action"_L1].toString();
    const qint64 id = o["id"_L1].toInteger();
    const int type = o["type"_L1].toInt();
    const QJsonArray fields = o["fields"_L1].toArray();

    QString text;
    if (action == "start"_L1 && (type == Builds || type == CopyPaths))
        m_counts[id] = {};
    if (action == "result"_L1 && type == Progress && m_counts.contains(id))
        m_counts[id] = {fields.at(0).toDouble(), fields.at(1).toDouble()};
    if (action == "result"_L1 && (type == BuildLogLine || type == PostBuildLogLine))
        text = fields.at(0).toString();
    if (action == "msg"_L1 && o["level"_L1].toInt() <= 3) {
        text = o["msg"_L1].toString();
        if (o["level"_L1].toInt() == 0) {
            if (const QString error = errorSentence(plain(text.toUtf8())); !error.isEmpty())
                m_error = error;
        }
    }
    if (action == "start"_L1 && o["level"_L1].toInt() <= 3)
        text = o["text"_L1].toString();
    for (const QString &line : plain(text.toUtf8()).split(u'\n', Qt::SkipEmptyParts)) {
        lines.append(line);
        m_last = line.trimmed();
    }
}

double DeployLog::progress() const
{
    Count sum;
    for (const Count &count : m_counts) {
        sum.done += count.done;
        sum.expected += count.expected;
    }
    return sum.expected > 0 ? std::clamp(sum.done / sum.expected, 0.0, 1.0) : -1;
}

QString DeployLog::lastError() const
{
    return m_error.isEmpty() ? m_last : m_error;
}

} // namespace remote
