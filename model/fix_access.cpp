// SPDX-License-Identifier: GPL-3.0-or-later
// Menders of keys, addresses, networks and images.

#include "model/fix_mending.h"
#include "model/validate_findings.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace model {

namespace {

/// "you@laptop" of a public key, else its end.
QString keyName(const QString &key)
{
    const QString comment = key.section(u' ', 2);
    return comment.isEmpty() ? u"…"_s + key.section(u' ', 1, 1).right(12) : comment;
}

bool isIpOf(const Mending &m, const QString &field, const QString &text)
{
    Field element = *m.catalog.kind(u"host")->field(field);
    if (element.type == FieldType::List)
        element.type = element.of;
    return !text.isEmpty() && complaint(element, Value(text)).isEmpty();
}

} // namespace

void offerOwnKeys(Mending &m, const Field &field)
{
    const bool isList = field.type == FieldType::List;
    Field element = field;
    element.type = isList ? field.of : field.type;
    for (const QString &key : m.candidates.keys) {
        if (!complaint(element, Value(key)).isEmpty())
            continue;
        ValueList keys{Value(key)};
        for (const QString &written : m.value().texts()) {
            if (complaint(element, Value(written)).isEmpty() && written != key)
                keys += Value(written);
        }
        m.step(fixTr("Use your key %1").arg(keyName(key)),
               {m.set(isList ? Value(keys) : Value(key))});
    }
}

/// Nobody's key yet, or a placeholder for one.
void mendKeys(Mending &m)
{
    const Field *field = m.field();
    if (!field)
        return m.askFile(m.found.message);
    offerOwnKeys(m, *field);
    m.ask(fixTr("Paste a public key"),
          fixTr("the line of your ~/.ssh/id_ed25519.pub, like ssh-ed25519 AAAA… you@laptop"));
}

void mendWatchUser(Mending &m)
{
    const QString deployer = m.fleet.setting(u"deploy.user").text();
    const QString watcher = deployer == "watch"_L1 ? u"watcher"_s : u"watch"_s;
    m.step(fixTr("Let the user %1 watch").arg(watcher), {m.set(Value(watcher))});
    m.ask(fixTr("Type the watch user"), fixTr("a name that is not the deploy user's"));
    m.step(fixTr("Take the watch keys out"), {SetField{m.found.item, u"watch.keys"_s, Value()}});
}

void mendAddress(Mending &m)
{
    const PlacedHost *host = m.host(m.hostOf());
    for (const QString &address : host ? host->values.at(u"public").texts() : QStringList())
        m.step(fixTr("Dial its public address %1").arg(address), {m.set(Value(address))});
    m.ask(fixTr("Type the SSH address of %1").arg(m.name()),
          fixTr("an IP address, a host name or an alias of ~/.ssh/config"));
    m.step(fixTr("Only watch it: class unmanaged"),
           {SetField{m.found.item, u"class"_s, Value(u"unmanaged"_s)}});
}

/// Only a person knows which machine is meant.
void mendEndpoint(Mending &m)
{
    for (const auto &[host, other] : m.bothHosts()) {
        const QStringList theirs = other->values.at(u"public").texts();
        for (const QString &address : host->values.at(u"public").texts()) {
            if (address != host->values.at(u"ssh.address").text() && !theirs.contains(address))
                m.step(fixTr("Dial %1 at its public address %2").arg(host->name, address),
                       {SetField{host->id, u"ssh.address"_s, Value(address)}});
        }
    }
    m.ask(fixTr("Type the address of %1").arg(m.name()),
          fixTr("where this machine is dialled; only you know it"));
    m.askAt(m.found.other, u"ssh.address"_s,
            fixTr("Type the address of %1").arg(m.nameOf(m.found.other)),
            fixTr("where this machine is dialled; only you know it"));
}

void mendPublic(Mending &m)
{
    const PlacedHost *host = m.host(m.hostOf());
    const QString ssh = host ? host->values.at(u"ssh.address").text() : QString();
    if (isIpOf(m, u"public"_s, ssh))
        m.step(fixTr("Point the name at %1, where %2 is dialled").arg(ssh, host->name),
               {m.set(ValueList{Value(ssh)})});
    m.ask(fixTr("Type the public address of %1").arg(m.name()),
          fixTr("such as 203.0.113.10 or 2001:db8::10"));
}

void mendOverlay(Mending &m)
{
    const Field *field = m.field();
    if (!field)
        return m.askFile(m.found.message);
    const QString now = m.value().text();
    QStringList others;
    for (const QString &choice : QStringList{field->fallback.text()} + field->values) {
        if (choice == now || choice == "none"_L1 || field->notYetValues.contains(choice))
            continue;
        if (needsMore(m, *field, choice))
            others += choice;
        else
            m.step(fixTr("Use %1").arg(shownText(*field, choice)), {m.set(Value(choice))});
    }
    if (!others.isEmpty())
        m.ask(fixTr("Choose another private network"), fixTr("one of: %1").arg(others.join(u", ")));
}

void mendImage(Mending &m)
{
    const Placed *item = m.placed();
    const Field *field = m.field();
    if (!item || !field || m.found.field.isEmpty())
        return m.ask(fixTr("Pin the image of %1").arg(m.name()),
                     fixTr("a tag or sha256: and 64 digits, in the fleet's settings"));
    const QString image = item->values.at(m.found.field).text();
    const QString digest = m.candidates.digests.value(image);
    if (!digest.isEmpty())
        m.step(fixTr("Pin it by the digest that runs now, %1").arg(digest.left(19) + u'…'),
               {m.set(Value(QString(image + u'@' + digest)))});
    m.ask(fixTr("Pin %1 by its digest").arg(image),
          fixTr("%1@sha256:<64 digits>, or at least %1:<tag>. A deploy from here sees the digest; "
                "on a host that runs it, \"podman image inspect %1\" tells it under RepoDigests")
              .arg(image));
    const QString fallback = field->fallback.text();
    if (fallback.section(u':', 0, 0) == image && fallback != image)
        m.step(fixTr("Use %1").arg(fallback), {m.set(Value(fallback))});
}

} // namespace model
