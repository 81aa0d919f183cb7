// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a running host says of itself, for proposals on how to take it into a fleet. Whoever reads the host fills it in; it is
// not trusted: every text in it may be anything.

#include <QByteArray>
#include <QHash>
#include <QStringList>

namespace model {

struct RunningContainer
{
    QString name;                      ///< "factorio-g01"
    QString backend;                   ///< what runs it: the prefix of its unit, "podman"
    bool hasUnit = false;              ///< a unit BACKEND-NAME.service starts it
    bool isActive = false;
    QString image, network;
    QStringList volumes;               ///< "/var/lib/x:/x"
    QStringList variables;             ///< names only; values may be secrets and never leave the host
    QHash<QString, QString> values;    ///< of the few variables that the catalog names as no secrets
    QHash<QString, QString> published; ///< "8080/tcp" inside → "9001" on the host
    bool operator==(const RunningContainer &) const = default;
};

struct RunningAddress
{
    QString interface, address; ///< with prefix length: "10.0.0.4/24"
    bool mesh = false;          ///< of a private network: tailscale0, wg0, …
    bool operator==(const RunningAddress &) const = default;
};

struct ListeningPort
{
    QString protocol, process; ///< "tcp"; may be empty
    int port = 0;
    bool operator==(const ListeningPort &) const = default;
};

/// Of the firewall, for everybody and from everywhere.
struct OpenPorts
{
    QString protocol;
    int first = 0, last = 0;
    bool operator==(const OpenPorts &) const = default;
};

struct Administrator
{
    QString name;
    int keys = 0; ///< lines of its authorized_keys
    bool operator==(const Administrator &) const = default;
};

struct RunningHost
{
    QString hostName, system, osName;
    bool isNixos = false;
    int cores = 0;
    double memory = 0; ///< bytes
    QString timeZone;
    QStringList stateVersions;   ///< distinct, the most trusted source first
    QString stateVersionFrom;    ///< "configuration", "deployed", "generation", "release"
    QString stateVersionAt;      ///< file or generation that says so
    QString firmware;            ///< "efi" | "bios"
    QString loader, bootDevice;
    QString networkMode;         ///< "dhcp" | "static"; empty: not known
    QString address, gateway;    ///< of the interface with the default route; address with prefix length
    QStringList dns;
    QList<RunningAddress> addresses;
    QString hostKey;
    QList<int> sshPorts;
    QString login;               ///< who we are there
    QList<Administrator> administrators;
    QStringList configurations;  ///< files that it was built from so far
    QStringList services;        ///< active units, those of every system left out
    QList<RunningContainer> containers;
    QList<ListeningPort> listening;
    QStringList names;               ///< that it answers to over HTTPS or TURN, by its configuration and its certificates
    QHash<QString, QString> ranges;  ///< process → ports that its configuration gives it: "49152-49200"
    bool knowsFirewall = false;      ///< false: `open` is empty for want of a look
    QList<OpenPorts> open;
    QStringList missing;         ///< programs that were asked and are not there
    QByteArray hardware;         ///< as nixos-generate-config prints it; empty: could not be had

    bool operator==(const RunningHost &) const = default;
};

} // namespace model
