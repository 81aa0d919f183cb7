#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The real nft, coturn, Caddy and Redis of the test hosts take what the modules configure, and do with it what it is for:
# packets of strangers are dropped, the relay refuses private networks, a certificate is made when the first visitor comes.
# Needs no running test host: the programs come from their base tree, each in network namespaces of its own.
# shellcheck source=../nixgen/check-tree disable=SC1091,SC2154
source "$(dirname "${BASH_SOURCE[0]}")/../nixgen/check-tree"
lab=$here/../lab/lab
"$lab" need || exit $?
need
base=$("$lab" base)

"$here/compose-golden" "$work/tree"
fill_in_hardware "$work/tree"
stream=factorio-server-stream
in_fleet "$work/tree" 'claudetorio.fleet.hosts.factorio-server-stream.mesh = "100.64.0.3";'
# The stream host carries the game of one of its clients, which must reach it; the relay must not.
sed -i 's|../modules/roles/stream-host.nix|../modules/roles/game-server.nix\n    &|' "$work/tree/hosts/$stream.nix"
in_host "$work/tree" $stream '  claudetorio.factorio.games = [ { name = "g03"; udpPort = 34199; rconPort = 27017; } ];'
sed -i '/"g03";/,/}/s/host = "factorio-server"/host = "factorio-server-stream"/' "$work/tree/modules/fleet.nix"

# file_of HOST ATTRIBUTE NAME: builds what system.build has under that name; it lies in $work/files/NAME then.
file_of() {
    local out
    out=$(built "$work/tree" "nixosConfigurations.$1.config.$2" | grep -o '"/nix/store/[^"]*"' | grep -v '\.drv"' | head -1 | tr -d '"') || true
    [ -n "$out" ] || { fail "$1 $2 does not build: $(tail -5 "$work/err")"; return; }
    cp "$work/root$out" "$work/files/$3"
}
mkdir "$work/files"
file_of factorio-server system.build.ruleset game.nft
file_of $stream system.build.ruleset stream.nft
file_of factorio-server-mini system.build.ruleset mini.nft
file_of $stream system.build.turnConf turn.conf
file_of $stream system.build.caddyfile Caddyfile
file_of factorio-server-mini system.build.redisConf redis.conf
# The same host behind another edge, at 100.64.0.3.
sed -i '$d' "$work/tree/hosts/$stream-extra"
printf '  claudetorio.stream.listenAddress = "100.64.0.1";\n  claudetorio.stream.edges = [ "100.64.0.3" ];\n}\n' >> "$work/tree/hosts/$stream-extra"
file_of $stream system.build.ruleset behind.nft
[ "$failures" = 0 ] || finish

# Inside: as root in namespaces of its own, in the base tree with fresh folders where programs write.
cat > "$work/files/inside" <<'END'
set -uo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C
cd /run
failures=0
fail() { echo "FAIL: $*"; failures=$((failures + 1)); }
soon() { local n; for n in $(seq 150); do "$@" && return 0; perl -e 'select undef, undef, undef, 0.05'; done; return 1; }

ip link set lo up
# Two ways in, as on a host: the internet and the mesh, each with a world of its own behind it.
way() { # INTERFACE ADDRESS WORLD NETWORK-ADDRESSES...
    local interface=$1 address=$2 world=$3 other
    shift 3
    unshare -n sleep infinity & eval "$world=$!"
    soon apart "${!world}" || fail "no namespace"
    ip link add "$interface" type veth peer name far
    ip link set far netns "${!world}"
    ip addr add "$address/24" dev "$interface"
    ip link set "$interface" up
    for other; do nsenter -t "${!world}" -n ip addr add "$other/24" dev far; done
    nsenter -t "${!world}" -n sh -c 'ip link set lo up; ip link set far up'
}
apart() { [ "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$1/ns/net")" ]; }
way eth0 203.0.113.30 internet 203.0.113.99
way tailscale0 100.64.0.1 mesh 100.64.0.3 100.64.0.9

# listen PROTOCOL PORT: answers there, or with IN_CONTAINER behind that way; what came is in /run/got.PORT.
listen() {
    ${IN_CONTAINER:+nsenter -t "$container" -n} perl -MIO::Socket::INET -e '
        $| = 1; my ($proto, $port) = @ARGV;
        my $s = IO::Socket::INET->new(LocalPort => $port, Proto => $proto, ReuseAddr => 1, $proto eq "tcp" ? (Listen => 9) : ()) or die $!;
        open my $log, ">>", "/run/got.$port"; $log->autoflush(1); open my $up, ">", "/run/up.$port"; close $up;
        if ($proto eq "tcp") { while (my $c = $s->accept) { print $c "hello\n"; close $c } }
        else { while (defined $s->recv(my $d, 2000)) { print $log "$d\n"; $s->send("hello\n") } }' "$1" "$2" &
    soon test -e "/run/up.$2" || fail "nothing listens on $1 $2"
}
# reaches WORLD SOURCE PROTOCOL ADDRESS PORT: whether a word comes back.
reaches() {
    nsenter -t "${!1}" -n perl -MIO::Socket::INET -MIO::Select -e '
        my ($source, $proto, $address, $port) = @ARGV;
        my $s = IO::Socket::INET->new(LocalAddr => $source, PeerAddr => $address, PeerPort => $port, Proto => $proto, Timeout => 0.4) or exit 1;
        $s->send("x") if $proto eq "udp";
        exit(IO::Select->new($s)->can_read(0.4) ? 0 : 1)' "$2" "$3" "$4" "$5"
}
open_to() { reaches "$@" || fail "closed, but should be open: $*"; }
closed_to() { ! reaches "$@" || fail "open, but should be closed: $*"; }

# ---- firewall of the game host ----
for host in mini stream game; do
    nft -c -f /in/$host.nft || fail "nft refuses the rules of $host"
done
nft -f /in/game.nft || fail "nft does not load the rules of game"
for port in 22 27015; do listen tcp $port; done
for port in 34197 41641; do listen udp $port; done
open_to internet 203.0.113.99 tcp 203.0.113.30 22
open_to internet 203.0.113.99 udp 203.0.113.30 41641
closed_to internet 203.0.113.99 tcp 203.0.113.30 27015
closed_to internet 203.0.113.99 udp 203.0.113.30 34197
check_mesh() {
    open_to mesh 100.64.0.3 tcp 100.64.0.1 27015
    open_to mesh 100.64.0.3 udp 100.64.0.1 34197
    closed_to mesh 100.64.0.9 tcp 100.64.0.1 27015
    closed_to mesh 100.64.0.9 udp 100.64.0.1 34197
}
check_mesh
# An overlay brings rules of its own that accept everything from its interface. They open nothing.
printf 'table ip overlay {\n chain input {\n type filter hook input priority filter; policy accept;\n iifname "tailscale0" accept\n }\n}\n' | nft -f -
check_mesh
nft delete table ip overlay

# ---- a container that publishes its port on the mesh, as Podman does it: by sending packets on to its network ----
way podman0 10.88.0.1 container 10.88.0.5
nsenter -t "$container" -n ip route add default via 10.88.0.1
for world in internet:203.0.113.30 mesh:100.64.0.1; do
    name=${world%%:*}
    nsenter -t "${!name}" -n ip route add default via "${world##*:}"
done
echo 1 > /proc/sys/net/ipv4/ip_forward
IN_CONTAINER=1 listen tcp 8080
nft -f - <<'NAT'
table ip podman {
 chain prerouting {
  type nat hook prerouting priority dstnat; policy accept;
  fib daddr type local tcp dport 9001 dnat to 10.88.0.5:8080
 }
}
NAT
nft -f /in/behind.nft || fail "nft does not load the rules of a stream host behind an edge"
open_to mesh 100.64.0.3 tcp 100.64.0.1 9001
closed_to mesh 100.64.0.9 tcp 100.64.0.1 9001
closed_to internet 203.0.113.99 tcp 203.0.113.30 9001
# Without that chain the firewall would not hold it.
nft delete table inet published-ports
open_to internet 203.0.113.99 tcp 203.0.113.30 9001

# ---- a client reaches the game beside it, and not its RCON ----
listen tcp 27017
listen udp 34199
open_to container 10.88.0.5 udp 10.88.0.1 34199
closed_to container 10.88.0.5 tcp 10.88.0.1 27017
closed_to internet 203.0.113.99 udp 203.0.113.30 34199
rm /run/got.34199
nft flush ruleset

# ---- the relay on the stream host ----
nft -f /in/stream.nft || fail "nft does not load the rules of stream"
secret=5ec4e7
{ cat /in/turn.conf; printf 'static-auth-secret=%s\nlistening-ip=203.0.113.30\nrelay-ip=203.0.113.30\n' $secret; } > turn.conf
sed -i 's|/run/coturn/|/run/|' turn.conf
chmod 0644 turn.conf; touch turnserver.pid turn.log; chown 249:249 turnserver.pid turn.log
chmod 0777 /run
listen udp 49155
perl -e '$) = $( = 249; $> = $< = 249; exec @ARGV' turnserver -c /run/turn.conf > turn.log 2>&1 &
soon sh -c 'ss -lnu | grep -q 203.0.113.30:3478' || fail "coturn does not start: $(tail -5 turn.log)"
! grep -iE 'bad configuration|unknown|wrong' turn.log || fail "coturn complains about its configuration"
# relayed PEER PORT: what the client says about relaying to that peer.
relayed() {
    nsenter -t "$internet" -n timeout "${3:-2}" turnutils_uclient -W $secret -u viewer -e "$1" -r "$2" -n 1 -m 1 -l 20 -c -L 203.0.113.99 203.0.113.30 2>&1
}
forbidden() { [[ $(relayed "$1" 5000) == *"error 403 (Forbidden IP)"* ]]; }
for peer in 0.0.0.0 10.0.0.9 100.64.0.9 127.0.0.1 169.254.1.1 172.20.0.2 192.168.1.1 203.0.113.10 10.88.0.1; do
    forbidden $peer || fail "the relay reaches $peer"
done
for peer in 10.88.0.5 203.0.113.99 203.0.113.30; do
    ! forbidden $peer || fail "the relay refuses $peer"
done
# Its own host: the relay's ports, and no game.
relayed 203.0.113.30 34199 20 > /dev/null & toGame=$!
relayed 203.0.113.30 49155 20 > /dev/null & toRelay=$!
soon test -s /run/got.49155 || fail "the relay does not reach a relay of its own host"
soon test -s /run/got.34199 && fail "the relay reaches a game of its own host"
kill $toGame $toRelay
said=$(nsenter -t "$internet" -n timeout 6 turnutils_uclient -t -T -W $secret -u viewer -e 203.0.113.99 -n 1 203.0.113.30 2>&1)
[[ $said == *"error 4"* ]] || fail "the relay relays TCP: $said"

# ---- Caddy: a certificate for the first visitor, and for our names only ----
export XDG_DATA_HOME=/run/caddy XDG_CONFIG_HOME=/run/caddy-config
caddy validate --config /in/Caddyfile --adapter caddyfile > caddy.log 2>&1 || fail "Caddy refuses its file: $(tail -3 caddy.log)"
caddy run --config /in/Caddyfile --adapter caddyfile > caddy.log 2>&1 &
asked() { curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:2020/?domain=$1"; }
soon sh -c '[ "$(curl -s -o /dev/null -w "%{http_code}" "http://127.0.0.1:2020/?domain=x")" = 404 ]' || fail "Caddy does not run: $(tail -3 caddy.log)"
[ "$(asked c01.stream.example.com)" = 200 ] || fail "Caddy may have no certificate for c01"
[ "$(asked other.example.com)" = 404 ] || fail "Caddy may have a certificate for a name that is not ours"
[ -z "$(find caddy/caddy/certificates -name '*.crt' 2> /dev/null)" ] || fail "certificates before anybody came: $(find caddy -name '*.crt')"
[ "$(curl -sk -o /dev/null -w '%{http_code}' --resolve c01.stream.example.com:443:127.0.0.1 https://c01.stream.example.com/)" = 502 ] ||
    fail "Caddy does not serve c01: $(tail -3 caddy.log)"
[ -n "$(find caddy/caddy/certificates -path '*c01.stream.example.com*' -name '*.crt')" ] || fail "no certificate for the first visitor"
! ss -lnt | grep 2020 | grep -v 127.0.0.1 || fail "everybody can ask for certificates"

# ---- Redis on 127.0.0.1 only ----
sed 's|^dir .*|dir /run|' /in/redis.conf > redis.conf
redis-server redis.conf --daemonize no > redis.log 2>&1 &
soon sh -c '[ "$(redis-cli -h 127.0.0.1 ping 2> /dev/null)" = PONG ]' || fail "Redis does not answer: $(tail -3 redis.log)"
! ss -lnt | grep ':6379 ' | grep -v 127.0.0.1 || fail "Redis listens beyond 127.0.0.1"

exit $failures
END

unshare --mount --net --pid --fork --kill-child --mount-proc bash -c '
    set -e
    base=$1 files=$2
    mount --make-rprivate /
    mount --bind "$base" "$base"
    mount -t tmpfs tmpfs "$base/run"
    mount -t tmpfs tmpfs "$base/tmp"
    mount -t tmpfs tmpfs "$base/var/lib"
    mount -t proc proc "$base/proc"
    mount --rbind /dev "$base/dev"
    mkdir "$base/run/in"
    mount --bind "$files" "$base/run/in"
    sed -i "s|/in/|/run/in/|g" "$base/run/in/inside"
    exec chroot "$base" bash /run/in/inside
' configs "$base" "$work/files" || failures=$((failures + $?))
finish
