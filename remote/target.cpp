// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/target.h"

#include "remote/words.h"

namespace remote {

using namespace Qt::StringLiterals;

namespace {

quint16 port(const model::Value &value)
{
    const qint64 number = value.toInt();
    return number > 0 && number < 65536 ? quint16(number) : quint16(0);
}

QString either(const QString &first, const QString &second)
{
    return first.isEmpty() ? second : first;
}

/// A hop that names a host of the fleet stands for that host's address.
QString hop(const model::Fleet &fleet, const QString &text)
{
    const model::ItemPtr host = fleet.host(text);
    if (!host)
        return text;
    const QString address = host->values.at(u"ssh.address").text();
    const quint16 number = port(host->values.at(u"ssh.port"));
    const QString user = host->values.at(u"ssh.user").text();
    const QString plain = address.contains(u':') ? u'[' + address + u']' : address;
    return (user.isEmpty() ? QString() : user + u'@') + plain
           + (number ? u':' + QString::number(number) : QString());
}

} // namespace

QString jumpOf(const model::Fleet &fleet, const QString &text)
{
    QStringList hops;
    for (const QString &name : text.split(u',', Qt::SkipEmptyParts))
        hops << hop(fleet, name.trimmed());
    return hops.join(u',');
}

model::Result<SshTarget> targetOf(const model::Fleet &fleet, const QString &host, WayIn way)
{
    const model::ItemPtr item = fleet.host(host);
    if (!item)
        return model::fail(u"unknown-host"_s, Words::tr("the fleet has no host “%1”").arg(host),
                           Words::tr("name one of its hosts"));
    const model::Value &values = item->values;
    SshTarget target;
    target.host = host;
    target.address = values.at(u"ssh.address").text();
    if (target.address.isEmpty())
        return model::fail(u"no-address"_s, Words::tr("%1 has no SSH address").arg(host),
                           Words::tr("set ssh.address of the host"));
    target.port = port(values.at(u"ssh.port"));
    target.user = either(values.at(u"ssh.user").text(),
                         either(fleet.setting(u"deploy.user").text(), u"deploy"_s));
    target.jump = jumpOf(fleet, values.at(u"ssh.jump").text());
    target.hostKey = values.at(u"host-key").text();
    if (way == WayIn::FirstLogin) {
        target.user = either(values.at(u"first-login.user").text(), target.user);
        if (const quint16 first = port(values.at(u"first-login.port")))
            target.port = first;
    } else if (way == WayIn::AfterDeploy) {
        if (const quint16 next = port(values.at(u"sshd.port")))
            target.port = next;
    }
    return target;
}

} // namespace remote
