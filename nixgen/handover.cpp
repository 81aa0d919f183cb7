// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/handover.h"

#include "model/shellquote.h"
#include "nixgen/context.h"

#include <QRegularExpression>

#include <algorithm>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::PlacedHost;
using model::shellWord;

namespace {

/// A line of Markdown cannot hold what would end it.
QByteArray inLine(const QString &text)
{
    return text.simplified().toUtf8();
}

class Document
{
public:
    Document(const Context &context, const Handover &about) : m_context(context), m_about(about)
    {
        for (const PlacedHost &host : context.topology.hosts) {
            if (isConfigured(host.name, host.values))
                m_hosts.append(&host);
        }
    }

    QByteArray text()
    {
        head();
        open();
        git();
        install();
        hardware();
        secrets();
        names();
        deploy();
        verify();
        marks();
        return m_text;
    }

private:
    void title(const QByteArray &words)
    {
        m_text += "\n## " + QByteArray::number(++m_section) + ". " + words + "\n\n";
    }
    void commands(const QList<QByteArray> &lines)
    {
        m_text += "```sh\n" + lines.join('\n') + "\n```\n";
    }

    QByteArray at(const PlacedHost &host, bool first) const
    {
        const QString user = first ? host.values.at(u"first-login.user").text(u"root"_s)
                                   : m_context.settings.at(u"deploy.user").text();
        const QString address = host.values.at(u"ssh.address").text();
        return shellWord(user + u'@' + (address.isEmpty() ? host.name : address));
    }
    static qint64 port(const PlacedHost &host, bool first)
    {
        const qint64 now = host.values.at(u"ssh.port").toInt(22);
        return first ? host.values.at(u"first-login.port").toInt(now)
                     : host.values.at(u"sshd.port").toInt(now);
    }
    /// What ssh has to be told beside the address: "-p 2222 -J bastion".
    QByteArray options(const PlacedHost &host, bool first) const
    {
        const QString jump = host.values.at(u"ssh.jump").text();
        QByteArray words =
            port(host, first) == 22 ? QByteArray() : "-p " + QByteArray::number(port(host, first));
        if (!jump.isEmpty())
            words += (words.isEmpty() ? "-J " : " -J ") + shellWord(jump);
        return words;
    }
    QByteArray ssh(const PlacedHost &host, bool first) const
    {
        const QByteArray more = options(host, first);
        return "ssh " + (more.isEmpty() ? QByteArray() : more + ' ') + at(host, first);
    }
    /// What builds the host's system; empty: this machine.
    QByteArray builder(const PlacedHost &host, bool first) const
    {
        const QString on = host.values.at(u"build-on").text();
        const auto other = std::ranges::find(m_hosts, on, &PlacedHost::name);
        return other != m_hosts.end() ? at(**other, false)
               : on == "local"_L1     ? QByteArray()
                                      : at(host, first);
    }
    /// Seed's §7.2; --sudo was --use-remote-sudo once.
    QByteArray rebuild(const PlacedHost &host, const QByteArray &what, bool first) const
    {
        const QByteArray more = options(host, first);
        const QByteArray on = what == "switch" ? builder(host, first) : QByteArray();
        return (more.isEmpty() ? QByteArray()
                               : "NIX_SSHOPTS=" + model::shellQuote(QString::fromUtf8(more)) + ' ')
               + "nixos-rebuild " + what + " \\\n  --flake " + shellWord(u".#"_s + host.name)
               + " \\\n  --target-host " + at(host, first)
               + (on.isEmpty() ? QByteArray() : " \\\n  --build-host " + on)
               + (at(host, first).startsWith("root@") ? QByteArray() : QByteArray(" \\\n  --sudo"));
    }

    void head()
    {
        m_text = "# " + inLine(m_context.settings.at(u"name").text())
                 + ": hand-over\n\n"
                   "This folder is a NixOS flake that stands on its own. It was designed with "
                   "Switchyard and needs it no more: neither to\n"
                   "build nor to deploy. What follows is all that is left to do, in this order. "
                   "Commands are run in this folder.\n\n"
                   "| host | roles | address |\n| --- | --- | --- |\n";
        for (const PlacedHost *host : std::as_const(m_hosts))
            m_text += "| " + inLine(host->name) + " | " + inLine(host->roles.join(u", "_s)) + " | "
                      + inLine(host->values.at(u"ssh.address").text()) + " |\n";
    }

    void open()
    {
        if (m_about.open.isEmpty())
            return;
        m_text += "\n**Not complete yet.** Hosts that are concerned refuse to evaluate, and say so "
                  "in the same words:\n\n";
        for (const QString &sentence : m_about.open)
            m_text += "- " + inLine(sentence) + '\n';
    }

    void git()
    {
        title("Put it under git");
        m_text += "A flake in a git repository sees only what was added: `git add` comes before "
                  "every other command, also after each new file.\n\n";
        QList<QByteArray> lines{"git init", "git add ."};
        if (!m_about.hasLock)
            lines += {"nix flake lock   # pins the inputs", "git add flake.lock"};
        if (m_about.uncaptured.isEmpty())
            lines.append("nix flake check --no-build");
        lines.append("git commit -m 'The fleet as it was handed over'");
        commands(lines);
        m_text += "\nNix wants `experimental-features = nix-command flakes` in its nix.conf for "
                  "that; later `nix flake update` takes newer inputs.\n";
    }

    /// Whether nixos-anywhere puts NixOS there; it captures the hardware as well.
    static bool isInstalled(const PlacedHost &host) { return !host.values.at(u"install").isNull(); }

    QByteArray anywhere(const PlacedHost &host) const
    {
        const QString jump = host.values.at(u"ssh.jump").text();
        const QString hardware = u"./hosts/hardware/%1.nix"_s.arg(host.name);
        QByteArray words = "nix run github:nix-community/nixos-anywhere -- \\\n  --flake "
                           + shellWord(u".#"_s + host.name)
                           + " \\\n  --generate-hardware-config nixos-generate-config "
                           + shellWord(hardware);
        if (builder(host, true) == at(host, true))
            words += " \\\n  --build-on remote";
        if (!host.values.at(u"host-key").isNull()) // what is encrypted for it stays readable
            words += " \\\n  --copy-host-keys";
        if (port(host, true) != 22)
            words += " \\\n  --ssh-port " + QByteArray::number(port(host, true));
        if (!jump.isEmpty())
            words += " \\\n  --ssh-option " + shellWord(u"ProxyJump="_s + jump);
        return words + " \\\n  --target-host " + at(host, true);
    }

    void install()
    {
        QList<QByteArray> lines;
        for (const PlacedHost *host : std::as_const(m_hosts)) {
            if (isInstalled(*host))
                lines += {anywhere(*host),
                          "git add " + shellWord(u"hosts/hardware/%1.nix"_s.arg(host->name))};
        }
        if (lines.isEmpty())
            return;
        title("Install NixOS");
        m_text += "These hosts get NixOS afresh: **this erases their disks.** How they are divided "
                  "then is what disko says: the input `disko`, its\n"
                  "module `disko.nixosModules.disko` and a layout have to be part of the host's "
                  "configuration first.\n\n";
        commands(lines);
        m_text += "\nA host key that changed by this is a new recipient of the host's secrets.\n";
    }

    void hardware()
    {
        const bool isAll = std::ranges::all_of(m_hosts, [this](const PlacedHost *host) {
            return isInstalled(*host) || !m_about.uncaptured.contains(host->name);
        });
        if (isAll)
            return;
        title("Capture the hardware");
        m_text +=
            "NixOS is installed on each box first. These hosts tell what they are made of:\n\n";
        QList<QByteArray> lines;
        for (const PlacedHost *host : std::as_const(m_hosts)) {
            if (m_about.uncaptured.contains(host->name) && !isInstalled(*host))
                lines.append(ssh(*host, true) + " nixos-generate-config --show-hardware-config > "
                             + shellWord(u"hosts/hardware/%1.nix"_s.arg(host->name)));
        }
        lines += {"git add hosts/hardware", "nix flake check --no-build"};
        commands(lines);
    }

    /// What the items of a host keep secret.
    QList<model::SecretSpec> secretsOf(const PlacedHost &host) const
    {
        QList<model::SecretSpec> all;
        QSet<QString> known;
        for (const model::Placed *item : m_context.topology.on(host.name)) {
            for (const model::SecretSpec &secret : m_context.catalog.kind(item->kind)->secrets) {
                if (!known.contains(secret.name))
                    all.append(secret);
                known.insert(secret.name);
            }
        }
        return all;
    }

    void secrets()
    {
        title("Place the secrets");
        const QString backend = m_context.settings.at(u"secrets.backend").text();
        if (backend == "manual"_L1)
            m_text += "They are files on the hosts, readable by root only, and are no part of this "
                      "folder. modules/secrets.nix says at its top what\n"
                      "stands in which file; a name that ends in `_env` is an env file.\n\n";
        else
            m_text += "They are encrypted in secrets/, for the hosts that need them"
                      + QByteArray(backend == "sops"_L1
                                       ? " as .sops.yaml says; `sops FILE` edits one, `sops "
                                         "updatekeys FILE` follows a\nchange of .sops.yaml.\n\n"
                                       : " as secrets.nix says; the program agenix edits them.\n\n");
        for (const PlacedHost *host : std::as_const(m_hosts)) {
            for (const model::SecretSpec &secret : secretsOf(*host))
                m_text +=
                    "- " + inLine(host->name) + ": `" + secret.name.toUtf8() + '`'
                    + (secret.optional ? " (optional)" : "")
                    + (secret.scope == "shared"_L1 ? ", the same on all hosts that have it" : "")
                    + ". " + inLine(secret.help) + '\n';
        }
        m_text += "\nA random one: `openssl rand -hex 32`.\n";
        if (m_about.placing.isEmpty())
            return;
        m_text += "\nThese make fresh values and put them there, without showing them; leave out "
                  "those that are there already:\n\n";
        QList<QByteArray> lines;
        for (const QString &command : m_about.placing)
            lines.append(command.toUtf8());
        commands(lines);
    }

    void names()
    {
        if (m_context.topology.dns.isEmpty())
            return;
        title("Point the names at the hosts");
        m_text += "Certificates come by themselves once a name leads to its host and ports 80 and "
                  "443 are reachable.\n\n| name | host | addresses |\n| --- | --- | --- |\n";
        for (const model::DnsRecord &record : m_context.topology.dns)
            m_text += "| " + inLine(record.name) + " | " + inLine(record.host) + " | "
                      + inLine(record.addresses.join(u", "_s)) + " |\n";
    }

    void deploy()
    {
        title("Deploy each host");
        const QByteArray user = inLine(m_context.settings.at(u"deploy.user").text());
        m_text += "The first time you log in as the user whom the host has now; from then on as `"
                  + user
                  + "`, whose keys stand in\n"
                    "modules/fleet.nix. `nixos-rebuild test` in place of `switch` tries a "
                    "configuration until the next boot.\n";
        for (const PlacedHost *host : std::as_const(m_hosts)) {
            m_text += "\n### " + inLine(host->name) + "\n\n";
            if (!isInstalled(*host)) {
                m_text += "The first time:\n\n";
                commands({rebuild(*host, "switch", true)});
                m_text += "\nFrom then on:\n\n";
            }
            commands({rebuild(*host, "switch", false)});
            m_text += "\nBack to the generation before:\n\n";
            commands({rebuild(*host, "switch --rollback", false)});
        }
        m_text += "\n`--build-host` names the machine that builds; without it, the one you sit at "
                  "does.\n";
    }

    void verify()
    {
        title("Verify");
        QList<QByteArray> lines;
        QSet<QString> urls;
        for (const PlacedHost *host : std::as_const(m_hosts)) {
            QStringList units;
            for (const model::Placed *item : m_context.topology.on(host->name)) {
                for (const model::Unit &unit : item->units)
                    units.append(unit.name);
                for (const model::Probe &probe : item->probes) {
                    if (probe.outside && probe.url.startsWith("https://"_L1))
                        urls.insert(probe.url);
                }
            }
            units.removeDuplicates();
            QByteArray names;
            for (const QString &unit : std::as_const(units))
                names += ' ' + shellWord(unit);
            if (!names.isEmpty())
                lines.append(ssh(*host, false) + " systemctl status --no-pager" + names);
        }
        QStringList sorted(urls.begin(), urls.end());
        sorted.sort();
        for (const QString &url : std::as_const(sorted))
            lines.append("curl --fail " + shellWord(url));
        commands(lines);
    }

    void marks()
    {
        title("What is what");
        m_text += "- flake.nix names the inputs and one configuration a host. hosts/ holds one "
                  "file a host, hosts/hardware/ what the machine is made of.\n"
                  "- modules/ holds the roles and services; their options begin with "
                  "`claudetorio.`. modules/fleet.nix is what all hosts share.\n"
                  "- hosts/overrides/ and modules/overrides.nix, where they are, hold what "
                  "somebody changed by hand.\n"
                  "- Errors of the modules begin with `switchyard:`. They name what is missing or "
                  "contradictory; they need no Switchyard.\n";
    }

    const Context &m_context;
    const Handover &m_about;
    QList<const PlacedHost *> m_hosts;
    QByteArray m_text;
    int m_section = 0;
};

} // namespace

QByteArray handoverText(const model::Fleet &fleet, const model::Catalog &catalog,
                        const Handover &about)
{
    const model::Topology topology = model::resolve(fleet, catalog);
    return Document(Context(fleet, catalog, topology), about).text();
}

} // namespace nixgen
