// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fleet files as people write them: every seed gives another mixture of styles, comments, short
// forms and orders.

#include "model/edit.h"

#include <QRandomGenerator>

namespace tests {

class SeededFleet
{
public:
    explicit SeededFleet(quint32 seed) : m_random(seed) {}

    QByteArray text()
    {
        m_indent = QByteArray(2 * pick(3), ' ');
        QByteArrayList parts{setting("name: fleet"), setting("domain: example.com"),
                             section("hosts", &SeededFleet::host, 1 + pick(5))};
        parts.append(section("games", &SeededFleet::game, pick(6)));
        parts.append(section("clients", &SeededFleet::client, pick(5)));
        if (chance())
            parts.append(section("services", &SeededFleet::service, pick(3)));
        for (const char *line :
             {"edge: split", "overlay: 'none'", "containers: {compose: /opt/x}",
              "turn: {relay-ports: 49152-49200}",
              "factorio:\n  version: 1.10   # aligned\n  server: {image: a/b}",
              "acme:\n    email: \"a@b.de\"",
              "secrets:\n  backend: manual\n  operators:\n  - \"age1 x\"\n  # two\n  - age1y",
              "x-own: {a: [1, ~], b: t}", "inputs: {nixpkgs: \"github:a/b\"}"})
            if (chance())
                parts.insert(pick(int(parts.size()) + 1), setting(line));
        QByteArray result = comment({}) + "switchyard: 1" + trailing() + "\n" + parts.join();
        if (chance(8))
            result.chop(1);
        return chance(4) ? result.replace("\n", "\r\n") : result;
    }

    bool chance(int of = 2) { return m_random.bounded(of) == 0; }
    int pick(int below) { return m_random.bounded(below); }

private:
    QByteArray trailing() { return chance(3) ? "   # täil: [" : ""; }
    QByteArray blank() { return chance(4) ? "\n" : ""; }
    QByteArray comment(const QByteArray &indent)
    {
        return blank() + (chance(3) ? indent + "# note: {\n" : QByteArray()) + blank();
    }
    QByteArray setting(const QByteArray &lines) { return comment({}) + lines + trailing() + "\n"; }

    using Entry = QByteArrayList (SeededFleet::*)(int);

    QByteArray section(const QByteArray &key, Entry entry, int count)
    {
        if (count == 0)
            return chance(3) ? QByteArray() : key + (chance() ? ": []" : ":") + trailing() + "\n";
        const int style =
            pick(5); // of the whole list: 0 in brackets, 1 in brackets over lines, else with dashes
        QByteArray result = comment({}) + key
                            + (style < 2 ? QByteArray(": [") : QByteArray(":" + trailing() + "\n"));
        for (int i = 0; i < count; ++i) {
            const QByteArrayList pairs = (this->*entry)(i);
            if (style < 2)
                result += (i > 0 ? "," : "")
                          + QByteArray(style == 1 ? "\n    "
                                       : i > 0    ? " "
                                                  : "")
                          + "{" + pairs.join(", ") + "}";
            else if (style == 2 || (style == 3 && chance()))
                result += comment(m_indent) + m_indent + "- {" + pairs.join(", ") + "}" + trailing()
                          + "\n";
            else
                result += comment(m_indent) + blockEntry(pairs);
        }
        return style < 2 ? result + (chance(3) ? "," : "") + (style == 1 ? "\n  ]" : "]")
                               + trailing() + "\n"
                         : result;
    }

    QByteArray blockEntry(const QByteArrayList &pairs)
    {
        QByteArray result;
        for (const QByteArray &pair : pairs) {
            result += m_indent + (result.isEmpty() ? "- " : "  ") + pair + trailing() + "\n";
            if (chance(6))
                result += m_indent + "    # inside\n";
        }
        return result;
    }

    QByteArrayList host(int i)
    {
        const QByteArray n = QByteArray::number(i);
        QByteArrayList pairs{"name: h" + n};
        const QByteArrayList ssh{"ssh: 10.0.0." + n, "ssh: {address: 10.0.0." + n + ", user: ops}",
                                 "address: \"10.0.0." + n + '"', "class: nixos"};
        pairs.append(ssh[pick(4)]);
        for (const char *pair :
             {"tags: [a, 'b', \"c\"]", "state-version: '26.05'", "mesh: auto", "x-note: \"ü: #\"",
              "roles: [broker]", "boot: {loader: grub, device: /dev/sda}", "system: x86_64-linux"})
            if (chance(3))
                pairs.append(pair);
        return pairs;
    }

    QByteArrayList game(int i)
    {
        QByteArrayList pairs{"name: g" + QByteArray::number(i), "host: h0"};
        if (chance())
            pairs.append("udp-port: " + QByteArray::number(34197 + i));
        if (chance())
            pairs.insert(pick(int(pairs.size()) + 1),
                         "rcon-port: " + QByteArray::number(27015 + i));
        return pairs;
    }

    QByteArrayList client(int i)
    {
        QByteArrayList pairs{(chance() ? "id: c" : "name: 'c") + QByteArray::number(i),
                             "host: \"h0\""};
        if (pairs.first().startsWith("name"))
            pairs.first() += '\'';
        if (chance())
            pairs.append("game: g0");
        if (chance())
            pairs.append("local-port: " + QByteArray::number(9001 + i));
        return pairs;
    }

    QByteArrayList service(int i)
    {
        return {i == 0 ? QByteArray("name: h0/redis")
                       : QByteArray("name: cache" + QByteArray::number(i)),
                "kind: redis",
                QByteArray(chance() ? "settings: {port: 6380}" : "roles: {server: {hosts: [h0]}}")};
    }

    QRandomGenerator m_random;
    QByteArray m_indent;
};

} // namespace tests
