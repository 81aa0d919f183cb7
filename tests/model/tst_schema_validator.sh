#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The published schema in a validator that is not ours: our fleets pass, planted mistakes do not.
set -euo pipefail
if ! python3 -c 'import jsonschema, yaml' 2>/dev/null; then
    echo "python3-jsonschema or python3-yaml is not installed"
    exit 77
fi
cd "$SWITCHYARD_SOURCE_DIR"
python3 - <<'PYTHON'
import copy, json, sys, yaml
from jsonschema import Draft202012Validator

schema = json.load(open("resources/fleet.schema.json"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
failures = []

def fleet(text):
    return yaml.safe_load(text)

def passes(name, value):
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(value)]
    if errors:
        failures.append(f"{name} is refused: {errors}")

def fails(name, value, where):
    errors = list(validator.iter_errors(value))
    def places(errors):
        for error in errors:
            yield list(map(str, error.absolute_path))
            yield from places(error.context)
    if not any(place[:len(where)] == where for place in places(errors)):
        failures.append(f"{name} is not refused at {'/'.join(where)}")

template = fleet(open("resources/templates/claudetorio.yaml").read())
passes("the template", template)
passes("the lab's fleet", fleet(open("tests/lab/fleet.yaml.in").read().replace("@", "x")))
passes("short forms", fleet("""
switchyard: 1
edge: single
containers: podman
turn:
x-own: {a: 1}
games:
hosts:
  - {name: a, ssh: 203.0.113.10, tags: one, mesh: auto, x-note: mine}
  - {name: b, address: box, port: 22, network: dhcp}
clients:
  - {id: c01, host: a}
services:
  - {name: cache, kind: redis, settings: {port: 6380}, roles: {server: {hosts: [a]}}}
"""))

def planted(name, where, change):
    value = copy.deepcopy(template)
    change(value)
    fails(name, value, where)

planted("a newer version", ["switchyard"], lambda f: f.update(switchyard=2))
planted("a misspelt setting", [], lambda f: f.update(domian="example.com"))
planted("a port beyond the last", ["games", "0", "udp-port"], lambda f: f["games"][0].update({"udp-port": 70000}))
planted("a port in words", ["games", "0", "udp-port"], lambda f: f["games"][0].update({"udp-port": "many"}))
planted("a misspelt field", ["games", "0"], lambda f: f["games"][0].update({"udp-prot": 34197}))
planted("a game without name", ["games", "0"], lambda f: f["games"][0].pop("name"))
planted("an unknown choice", ["edge"], lambda f: f.update(edge="both"))
planted("hosts as a map", ["hosts"], lambda f: f.update(hosts={"a": {}}))
planted("a misspelt key of ssh", ["hosts", "0", "ssh"], lambda f: f["hosts"][0].update(ssh={"adress": "203.0.113.10"}))
planted("a range of ports in words", ["turn", "relay-ports"], lambda f: f.update(turn={"relay-ports": "all"}))
planted("a service of no kind", ["services", "0"], lambda f: f.update(services=[{"name": "x"}]))
planted("a setting of another kind", ["services", "0", "settings"],
        lambda f: f.update(services=[{"name": "x", "kind": "redis", "settings": {"udp-port": 1}}]))

for failure in failures:
    print(failure)
sys.exit(bool(failures))
PYTHON
