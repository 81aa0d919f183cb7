// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/hostreading.h"

#include "model/recognise.h"
#include "model/safefile.h"
#include "remote/words.h"

#include <QDir>
#include <QStringDecoder>

#include <algorithm>

namespace remote {

using namespace Qt::StringLiterals;
using namespace model;

namespace {

constexpr qsizetype MaxText = 400, MaxLines = 500, MaxHardware = 256 * 1024;
constexpr qsizetype MaxAnswer = 4 * 1024 * 1024; // far more than the script can say
constexpr int DeadlineMs = 60'000;

/// A text that can be shown and written: one line without control characters, not too long.
QString clean(const QString &text)
{
    QString result;
    for (const QChar c : text.left(MaxText)) {
        if (c.isPrint())
            result += c;
    }
    return result.trimmed();
}

class Reading
{
public:
    explicit Reading(const QByteArray &out) : m_reply(ScriptReply::parse(out)) {}

    QString text(const QString &key) const { return clean(m_reply[key]); }
    QStringList texts(const QString &key) const
    {
        QStringList all;
        for (const QString &each : m_reply.all(key).mid(0, MaxLines)) {
            if (const QString line = clean(each); !line.isEmpty())
                all.append(line);
        }
        return all;
    }
    /// The words of each line, the last of them with all that is left.
    QList<QStringList> words(const QString &key, int count) const
    {
        QList<QStringList> all;
        for (const QString &line : texts(key)) {
            QStringList parts = line.split(u' ').mid(0, count - 1);
            parts.append(line.section(u' ', count - 1));
            all.append(parts);
        }
        return all;
    }
    qint64 number(const QString &key) const { return m_reply.number(key); }
    const QByteArray &data() const { return m_reply.data(); }

private:
    ScriptReply m_reply;
};

void readSystem(const Reading &reading, RunningHost &host)
{
    host.hostName = reading.text(u"host-name"_s);
    host.system = reading.text(u"system"_s);
    host.osName = reading.text(u"os"_s);
    host.isNixos = reading.text(u"nixos"_s) == u"1";
    host.cores = int(std::clamp<qint64>(reading.number(u"cores"_s), 0, 1'000'000));
    host.memory = double(std::max<qint64>(reading.number(u"memory-kb"_s), 0)) * 1024;
    host.timeZone = reading.text(u"time-zone"_s);
    host.login = reading.text(u"login"_s);
    host.missing = reading.texts(u"missing"_s);
    host.configurations = reading.texts(u"configuration"_s);
    host.stateVersions = reading.texts(u"state-version"_s);
    host.stateVersions.removeDuplicates();
    host.stateVersionFrom = reading.text(u"state-version-from"_s);
    host.stateVersionAt = reading.text(u"state-version-at"_s);
    host.firmware = reading.text(u"firmware"_s);
    host.loader = reading.text(u"loader"_s);
    host.bootDevice = reading.text(u"device"_s);
}

void readNetwork(const Reading &reading, RunningHost &host)
{
    host.networkMode = reading.text(u"network"_s);
    host.address = reading.text(u"address"_s);
    host.gateway = reading.text(u"gateway"_s);
    host.dns = reading.texts(u"dns"_s);
    host.hostKey = reading.text(u"host-key"_s);
    for (const QStringList &words : reading.words(u"net"_s, 3))
        host.addresses.append({words.value(0), words.value(1), words.value(2) == u"mesh"});
    for (const QString &port : reading.texts(u"ssh-port"_s)) {
        if (const int number = port.toInt(); number > 0 && number < 65536)
            host.sshPorts.append(number);
    }
    for (const QStringList &words : reading.words(u"administrator"_s, 2))
        host.administrators.append({words.value(0), words.value(1).toInt()});
    for (const QStringList &words : reading.words(u"listening"_s, 3))
        host.listening.append({words.value(0), words.value(2), words.value(1).toInt()});
}

void readServed(const Reading &reading, RunningHost &host)
{
    host.names = reading.texts(u"name"_s);
    for (const QStringList &words : reading.words(u"range"_s, 2))
        host.ranges.insert(words.value(0), words.value(1));
    host.knowsFirewall = reading.text(u"firewall"_s) == u"1";
    for (const QStringList &words : reading.words(u"open"_s, 2)) {
        const QStringList ends = words.value(1).split(u'-');
        const int first = ends.constFirst().toInt(), last = ends.constLast().toInt();
        if (first > 0 && first <= last && last < 65536)
            host.open.append({words.value(0), first, last});
    }
}

/// The containers of the answer by what runs them and their name, each made when it is first mentioned.
class Containers
{
public:
    explicit Containers(RunningHost &host) : m_host(host) {}

    RunningContainer *at(const QString &backend, const QString &name)
    {
        for (RunningContainer &each : m_host.containers) {
            if (each.name == name && each.backend == backend)
                return &each;
        }
        if (name.isEmpty() || backend.isEmpty() || m_host.containers.size() >= MaxLines)
            return nullptr;
        m_host.containers.append(RunningContainer());
        RunningContainer &fresh = m_host.containers.last();
        fresh.backend = backend;
        fresh.name = name;
        return &fresh;
    }
    /// Each line of a key begins with ENGINE/CONTAINER.
    template <typename Take>
    void each(const Reading &reading, const QString &key, int count, Take take)
    {
        for (const QStringList &words : reading.words(key, count)) {
            const QString first = words.constFirst();
            if (RunningContainer *container = at(first.section(u'/', 0, 0), first.section(u'/', 1)))
                take(*container, words);
        }
    }

private:
    RunningHost &m_host;
};

void readContainers(const Reading &reading, RunningHost &host)
{
    Containers all(host);
    using Words = const QStringList &;
    for (const QStringList &words : reading.words(u"unit"_s, 2)) {
        QString name = words.value(0);
        if (!name.endsWith(".service"_L1))
            continue;
        name.chop(8);
        if (RunningContainer *container = all.at(name.section(u'-', 0, 0), name.section(u'-', 1))) {
            container->hasUnit = true;
            container->isActive = words.value(1) == u"active";
        }
    }
    all.each(reading, u"present"_s, 1, [](RunningContainer &, Words) {});
    all.each(reading, u"runs"_s, 1, [](RunningContainer &c, Words) { c.isActive = true; });
    all.each(reading, u"image"_s, 2, [](RunningContainer &c, Words w) { c.image = w.value(1); });
    all.each(reading, u"on-network"_s, 2, [](RunningContainer &c, Words w) { c.network = w.value(1); });
    all.each(reading, u"mount"_s, 2, [](RunningContainer &c, Words w) { c.volumes.append(w.value(1)); });
    all.each(reading, u"variable"_s, 2, [](RunningContainer &c, Words w) { c.variables.append(w.value(1)); });
    all.each(reading, u"value"_s, 3, [](RunningContainer &c, Words w) { c.values.insert(w.value(1), w.value(2)); });
    all.each(reading, u"published"_s, 4, [](RunningContainer &c, Words w) { c.published.insert(w.value(1), w.value(2)); });
}

/// The hardware configuration, if it can be one: text that a Nix file begins like.
QByteArray hardwareOf(const QByteArray &data)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(data);
    if (data.size() > MaxHardware || data.contains('\0') || decoder.hasError() || !text.contains(u'{')
        || !data.trimmed().endsWith('}'))
        return {};
    return data;
}

} // namespace

Result<RunningHost> parseReading(const QByteArray &out)
{
    const Reading reading(out.left(MaxAnswer));
    if (reading.text(u"ok"_s) != u"1" || reading.text(u"host-name"_s).isEmpty())
        return fail(u"no-answer"_s, Words::tr("the host's answer is not that of our script"),
                    Words::tr("does its login shell print or replace something? “ssh HOST true” must print nothing"));
    RunningHost host;
    readSystem(reading, host);
    readNetwork(reading, host);
    host.services = reading.texts(u"service"_s);
    readServed(reading, host);
    readContainers(reading, host);
    host.hardware = hardwareOf(reading.data());
    return host;
}

Result<QList<SshTarget>> waysIn(const Fleet &fleet, const QString &host)
{
    QList<SshTarget> ways;
    for (const WayIn way : {WayIn::FirstLogin, WayIn::Current}) {
        const auto target = targetOf(fleet, host, way);
        if (!target)
            return tl::make_unexpected(target.error());
        if (!ways.contains(*target))
            ways.append(*target);
    }
    return ways;
}

Result<void> writeCaptured(const QString &folder, const QHash<QString, QByteArray> &files)
{
    for (auto file = files.begin(); file != files.end(); ++file) {
        const QString path = QDir(folder).filePath(file.key());
        QDir().mkpath(QFileInfo(path).path());
        if (const auto written = writeSafely(path, *file, {.backup = false}); !written)
            return written;
    }
    return {};
}

namespace {

/// Whether another way in may do better.
bool wasTurnedAway(const SshError &error)
{
    return error.failure == SshFailure::NoConnection || error.failure == SshFailure::NoAnswer
           || error.failure == SshFailure::AuthRefused;
}

SshResult<SshConnection> dial(const QList<SshTarget> &targets, const SshSettings &settings, const CancelFlag &cancel)
{
    auto connection = SshConnection::open(targets.constFirst(), settings, cancel);
    for (const SshTarget &other : targets.mid(1)) {
        if (connection || !wasTurnedAway(connection.error()))
            break;
        connection = SshConnection::open(other, settings, cancel);
    }
    return connection;
}

} // namespace

SshResult<RunningHost> readHost(const QList<SshTarget> &targets, const SshSettings &settings, const Catalog &catalog, const CancelFlag &cancel)
{
    auto connection = dial(targets, settings, cancel);
    if (!connection)
        return tl::make_unexpected(connection.error());
    const auto reply = connection->run(deployScript(u"adopt"_s, readableVariables(catalog)), DeadlineMs);
    if (!reply)
        return tl::make_unexpected(reply.error());
    auto host = parseReading(reply->out);
    if (host)
        return *host;
    const QString said = clean(QString::fromUtf8(reply->err.trimmed().split('\n').last()));
    return tl::make_unexpected(SshError{SshFailure::ChannelRefused, targets.constFirst().host,
                                        said.isEmpty() ? host.error().message : Words::tr("%1; it said: %2").arg(host.error().message, said),
                                        host.error().hint, {}, true});
}

} // namespace remote
