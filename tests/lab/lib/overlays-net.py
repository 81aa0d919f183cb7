#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""listen PROTOCOL PORT MARK: answers every packet or connection; the file MARK says that it listens.
reach PROTOCOL ADDRESS PORT [SOURCE]: exit 0 when an answer comes back.
wireguard HOST.json INTERFACE KEYFILE, yggdrasil HOST.json PEM: what a generated host says, as commands or as a configuration.
of MEMBERS.json NAME FIELD: what the members' file says of a host or device."""
import json
import socket
import subprocess
import sys

KINDS = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}


def listen(protocol, port, mark):
    server = socket.socket(socket.AF_INET6, KINDS[protocol])
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(("::", int(port)))
    if protocol == "tcp":
        server.listen()
    open(mark, "w").close()
    while True:
        if protocol == "tcp":
            connection, _ = server.accept()
            connection.sendall(b"hello")
            connection.close()
        else:
            server.sendto(b"hello", server.recvfrom(2000)[1])


def reach(protocol, address, port, source=None):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    client = socket.socket(family, KINDS[protocol])
    client.settimeout(0.7)
    if source:
        client.bind((source, 0))
    try:
        client.connect((address, int(port)))
        if protocol == "udp":
            client.send(b"x")
        sys.exit(0 if client.recv(10) == b"hello" else 1)
    except OSError:
        sys.exit(1)


def wireguard(file, interface, key):
    told = json.load(open(file))
    print(f"wg set {interface} private-key {key} listen-port {told['listenPort']}")
    for address in told["ips"]:
        print(f"ip address add {address} dev {interface}")
    for peer in told["peers"]:
        more = f" endpoint {peer['endpoint']}" if peer["endpoint"] else ""
        if peer["persistentKeepalive"]:
            more += f" persistent-keepalive {peer['persistentKeepalive']}"
        print(f"wg set {interface} peer {peer['publicKey']} allowed-ips {','.join(peer['allowedIPs'])}{more}")
    print(f"ip link set {interface} up")


def yggdrasil(file, pem):
    told = json.load(open(file)) if file != "-" else {}
    told.pop("PrivateKeyPath", None)
    der = [subprocess.run(["openssl", "pkey", "-in", pem, "-outform", "DER", *which], capture_output=True, check=True).stdout[-32:]
           for which in ([], ["-pubout"])]
    print(json.dumps({**told, "PrivateKey": (der[0] + der[1]).hex(), "AdminListen": "none"}))


def of(file, name, field):
    members = json.load(open(file))
    print({**members["hosts"], **members["operators"]}[name][field])


{"listen": listen, "reach": reach, "wireguard": wireguard, "yggdrasil": yggdrasil, "of": of}[sys.argv[1]](*sys.argv[2:])
