# SPDX-License-Identifier: GPL-3.0-or-later
# The TURN relay that carries WebRTC to viewers behind NAT. Its relay range starts tight and can be widened later.
# Viewers get credentials for it, so what it relays to is limited: a relay must not become a way into private networks.
{ config, lib, ... }:
let
  cfg = config.services.coturn;
  inherit (config.claudetorio) containers fleet turn;
  relay = turn.relayPorts;
  range = "${toString relay.from}-${toString relay.to}";
  hosts = builtins.attrValues fleet.hosts;
  self = fleet.hosts.${config.networking.hostName};

  isIPv6 = address: builtins.match ".*:.*" address != null;
  known = address: lib.optional (address != null) address;
  addressesOf = host: host.public ++ known host.private ++ known host.mesh;
  # Behind 1:1 NAT coturn announces the public address in the place of the one it has.
  announced = builtins.filter (address: isIPv6 address == isIPv6 self.private) self.public;
  behindNat = self.private != null && announced != [ ];

  # Private, shared (the mesh among them), link-local and reserved networks, and IPv4 in the guise of IPv6.
  closed = [
    "0.0.0.0-0.255.255.255"
    "10.0.0.0-10.255.255.255"
    "100.64.0.0-100.127.255.255"
    "127.0.0.0-127.255.255.255"
    "169.254.0.0-169.254.255.255"
    "172.16.0.0-172.31.255.255"
    "192.0.0.0-192.0.0.255"
    "192.168.0.0-192.168.255.255"
    "198.18.0.0-198.19.255.255"
    "240.0.0.0-255.255.255.255"
    # Not from ::, which coturn takes for any address, IPv4 among them.
    "::1"
    "::ffff:0:0-::ffff:ffff:ffff"
    "64:ff9b::-64:ff9b::ffff:ffff"
    # Yggdrasil.
    "200::-3ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    "2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    "fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  ];
  # The rest of the fleet trusts this host's address; a viewer must not borrow it.
  neighbours = builtins.concatMap addressesOf (builtins.filter (host: host != self) hosts);
  # The stream containers' own network, without its gateway, which is this host.
  open =
    {
      podman = [ "10.88.0.2-10.88.255.254" ];
      docker = [ "172.17.0.2-172.17.255.254" ];
      compose = [ ];
    }
    .${containers}
    # Two relays of this host may talk to each other; the rule below keeps that to the relay's ports.
    ++ lib.optional behindNat self.private;

  # With several stream hosts one name would lead to any of them.
  several = builtins.length (builtins.filter (host: builtins.elem "stream-host" host.roles) hosts) > 1;
  named = builtins.head self.public;
in
{
  options.claudetorio.turn.host = lib.mkOption {
    type = lib.types.str;
    default =
      if several && self.public != [ ] then
        (if isIPv6 named then "[${named}]" else named)
      else
        "turn.${fleet.domain}";
    description = "How viewers reach the relay: by name, or with several stream hosts by the address of this one.";
  };

  config = {
    assertions = [
      {
        assertion = relay.from <= relay.to;
        message = "switchyard: claudetorio.turn.relayPorts: ${toString relay.from} is above ${toString relay.to}.";
      }
    ];

    services.coturn = {
      enable = true;
      realm = "turn.${fleet.domain}";
      use-auth-secret = true;
      static-auth-secret-file = config.claudetorio.secrets.turn_static_auth_secret.path;
      min-port = relay.from;
      max-port = relay.to;
      # Browsers encrypt WebRTC themselves; TURN needs no TLS of its own.
      no-tls = true;
      no-dtls = true;
      # Streams are UDP; a relay for TCP would reach what only TCP reaches.
      no-tcp-relay = true;
      extraConfig =
        lib.concatStringsSep "\n" (
          [ "no-multicast-peers" ]
          ++ map (peers: "denied-peer-ip=${peers}") (closed ++ neighbours)
          ++ map (peers: "allowed-peer-ip=${peers}") open
          ++ lib.optional behindNat "external-ip=${builtins.head announced}/${self.private}"
        )
        + "\n";
    };

    # What the relay begins towards this very host ends at the relay's own ports: a game here is none of its peers.
    networking.nftables.tables.turn = {
      family = "inet";
      content = ''
        chain output {
          type filter hook output priority filter; policy accept;
          meta skuid ${toString config.users.users.turnserver.uid} oifname "lo" ct state new udp dport != { ${range} } drop
        }
      '';
    };

    claudetorio.reservedPorts = [ range ];
    claudetorio.secrets.turn_static_auth_secret = {
      scope = "shared";
      owner = "turnserver";
      restartUnits = [ "coturn.service" ];
    };

    networking.firewall = {
      allowedTCPPorts = [ cfg.listening-port ];
      allowedUDPPorts = [ cfg.listening-port ];
      allowedUDPPortRanges = [ relay ];
    };
  };
}
