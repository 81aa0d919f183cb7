#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries option facts of NixOS into options.json, the tree that options.nix declares.

usage: carry-options.py FACTS.json NAMES.json > options.json

FACTS.json: path -> {type, nixType, default, defaultKind, since, until, readOnly}; NAMES.json: path -> type, in words.
A node is {"t": type, "d": default, "s": since, "u": until, "r": read-only, "c": {children}}; a node without "t" is no
option itself. "t" is a word or a list: ["listOf", "str"], ["enum", ["a", "b"]]. A "submodule" holds the children below it.
"""
import json
import re
import sys

PREFIXES = (
    "services.caddy.", "services.coturn.", "services.redis.", "services.tailscale.", "services.openssh.",
    "services.fail2ban.", "services.yggdrasil.", "services.zerotierone.", "networking.", "virtualisation.", "users.",
    "security.sudo.", "security.acme.", "boot.", "fileSystems", "swapDevices", "zramSwap.", "hardware.", "systemd.",
    "environment.", "nix.", "nixpkgs.", "system.", "time.", "i18n.", "console.", "assertions", "warnings", "sops.", "age.")
# Neighbours that are known by name and type in words only: captured hardware files and users' own modules set them.
FROM_NAMES = re.compile(
    r"(boot|environment|fileSystems|networking|nix|nixpkgs|swapDevices|system)\b|"
    r"hardware\.(cpu|enable|graphics|firmware|bluetooth|facter)|users\.(users|groups|users\.<name>)\b|security\.sudo\.|"
    r"systemd\.(network|targets|sockets|paths|tmpfiles|slices|settings|coredump|oomd)\b|virtualisation\.(docker|hypervGuest|vmware)\b|"
    r"services\.(qemuGuest|timesyncd|resolved|logrotate|journald|fstrim|zerotierone)\b|programs\.(git|mosh|ssh|vim)\.|"
    r"documentation\.enable$|security\.(polkit|wrappers)\b")
DEFAULTS = {"boot.isContainer": False, "networking.nftables.checkRuleset": True, "systemd.sockets.<name>.enable": True,
            "systemd.targets.<name>.enable": True, "systemd.network.networks.<name>.enable": True}
LOST_DEFAULT = {"fileSystems.<name>.fsType": "26.05"}  # release from which the option must be set

TOKEN = re.compile(r'\s*(?:(types\.[A-Za-z.]+)|("(?:[^"\\]|\\.)*")|(-?\d+)|(null)|([()\[\]{}=;])|([A-Za-z]+))')


def tokens(text):
    at = 0
    while at < len(text.rstrip()):
        found = TOKEN.match(text, at)
        if not found:
            raise ValueError(f"cannot read type {text!r} at {at}")
        yield found.group(0).strip()
        at = found.end()


class Reader:
    """Reads one `types.…` expression into words and lists."""
    ARGUMENTS = {"listOf": 1, "nonEmptyListOf": 1, "attrsOf": 1, "lazyAttrsOf": 1, "nullOr": 1, "either": 2,
                 "enum": "list", "strMatching": "string", "separatedString": "string", "ints.between": "numbers",
                 "passwdEntry": 1, "submodule": "set", "functionTo": 1}

    def __init__(self, text):
        self.left = list(tokens(text))

    def take(self):
        return self.left.pop(0)

    def type(self):
        token = self.take()
        if token == "(":
            inner = self.type()
            assert self.take() == ")"
            return inner
        name = token.removeprefix("types.")
        need = self.ARGUMENTS.get(name)
        if need is None:
            return name
        if need == "list":
            assert self.take() == "["
            values = []
            while (value := self.take()) != "]":
                values.append(json.loads(value))
            return [name, values]
        if need == "string":
            return [name, json.loads(self.take())]
        if need == "numbers":
            return [name, int(self.take()), int(self.take())]
        if need == "set":
            depth = 0
            while True:
                token = self.take()
                depth += (token == "{") - (token == "}")
                if depth == 0:
                    return name
        return [name] + [self.type() for _ in range(need)]


WORDS = {"boolean": "bool", "string": "str", "signed integer": "int", "absolute path": "path", "package": "package",
         'strings concatenated with "\\n"': "lines", "(optionally newline-terminated) single-line string": "singleLineStr",
         "submodule": "submodule", "(submodule)": "submodule", "attribute set": "attrs", "raw value": "raw",
         "unspecified value": "unspecified", "(systemd option)": "unspecified", "unsigned integer, meaning >=0": "ints.unsigned",
         "positive integer, meaning >0": "ints.positive",
         "16 bit unsigned integer; between 0 and 65535 (both inclusive)": "port"}
WRAPPERS = (("list of ", "listOf"), ("lazy attribute set of ", "lazyAttrsOf"), ("attribute set of ", "attrsOf"),
            ("null or ", "nullOr"))
MATCHING = "string matching the pattern "


def spec_of(words):
    """A type in words as a word or list; what cannot be read checks nothing."""
    if words.startswith("(") and words.endswith(")") and words not in WORDS:
        words = words[1:-1]
    if words in WORDS:
        return WORDS[words]
    if words.startswith(MATCHING):
        return ["strMatching", words.removeprefix(MATCHING)]
    for start, name in WRAPPERS:
        if words.startswith(start):
            return [name, spec_of(words.removeprefix(start))]
    if words.startswith("open submodule"):
        return "open"
    if words == "string or (submodule)":
        return ["either", "str", "submodule"]
    return "unspecified"


def default_of(spec):
    """Defaults are not in the list of names; these follow from the type."""
    head = spec if isinstance(spec, str) else spec[0]
    empty = {"lines": "", "listOf": [], "attrsOf": {}, "lazyAttrsOf": {}, "nullOr": None}
    return {"d": empty[head]} if head in empty else {}


def open_submodule(kind, words):
    return "open" if kind == "submodule" and words.startswith("open submodule") else kind


def node_of(path, fact):
    node = {"t": open_submodule(Reader(fact["nixType"]).type(), fact["type"])}
    if fact["defaultKind"] == "lit" and not re.search("[<‹]", json.dumps(fact["default"], ensure_ascii=False)):
        node["d"] = fact["default"]
    since = fact.get("since")
    if since:
        node["s"] = since.split(" or ")[-1]
    if fact.get("until"):
        node["u"] = fact["until"]
    if fact.get("readOnly"):
        node["r"] = True
    if path in LOST_DEFAULT:
        node["D"] = LOST_DEFAULT[path]
    return node


def main():
    facts = json.load(open(sys.argv[1]))
    names = json.load(open(sys.argv[2]))
    tree = {}

    def place(path, node):
        at = tree
        *parents, last = path.split(".")
        for part in parents:
            at = at.setdefault(part, {}).setdefault("c", {})
        at.setdefault(last, {}).update(node)

    for path, fact in facts.items():
        if path.startswith(PREFIXES):
            place(path, node_of(path, fact))
    for path, words in names.items():
        if FROM_NAMES.match(path) and path not in facts:
            spec = spec_of(words)
            place(path, {"t": spec, **default_of(spec), **({"d": DEFAULTS[path]} if path in DEFAULTS else {})})
    tree["services"]["c"]["yggdrasil"]["c"]["settings"]["t"] = "open"  # its keys are listed below it
    print(json.dumps(tree, separators=(",", ":"), sort_keys=True).replace('},"', '},\n"'))


main()
