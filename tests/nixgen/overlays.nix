# SPDX-License-Identifier: GPL-3.0-or-later
# What each private network is to do on the hosts of a generated tree of its own, case by case.
# Evaluates to the names of the cases that fail. `before`: the same in the release before this one.
{
  trees,
  nixosSystem,
  before,
}:
let
  inherit (builtins)
    all
    any
    attrNames
    attrValues
    elem
    filter
    head
    length
    match
    replaceStrings
    ;
  game = "factorio-server";
  mini = "factorio-server-mini";
  stream = "factorio-server-stream";
  has = part: text: replaceStrings [ part ] [ "" ] text != text;
  in_ =
    system: tree: host: modules:
    (system { modules = [ (tree + "/hosts/${host}.nix") ] ++ modules; }).config;
  configOf = in_ nixosSystem;
  hosts = set: { claudetorio.fleet.hosts = set; };
  evaluates = config: config.system.build.toplevel.drvPath != "" && all (a: a.assertion) config.assertions;
  warned = part: config: any (has part) config.warnings;
  trusting = name: { networking.firewall.trustedInterfaces = [ name ]; };
  isTrusted = tree: name: warned "every machine of the private network reaches every port" (configOf tree game [ (trusting name) ]);
  input = config: config.networking.firewall.extraInputRules;
  opened = config: {
    tcp = config.networking.firewall.allowedTCPPorts;
    udp = config.networking.firewall.allowedUDPPorts;
  };
  # Units that wait for the network, and fail with it.
  waits = unit: config: all (name: elem unit config.systemd.services.${name}.after) (containersOf config);
  hangs =
    unit: config:
    any (name: elem unit (config.systemd.services.${name}.requires ++ config.systemd.services.${name}.bindsTo)) (containersOf config);
  containersOf = config: filter (name: match "podman-.*" name != null) (attrNames config.systemd.services);
  comesFirst = unit: tree: all (host: waits unit (configOf tree host [ ]) && !(hangs unit (configOf tree host [ ]))) [ game mini stream ];

  # ---- WireGuard ----
  wired = configOf trees.wireguard game [ ];
  wg = config: config.networking.wireguard.interfaces.wg0;
  members = import (trees.wireguard + "/modules/wireguard-peers.nix");
  addressOf = host: members.hosts.${host}.address;
  peerOf = config: name: head (filter (peer: peer.name == name) (wg config).peers);
  behindNat = configOf trees.wireguard game [ (hosts { ${game}.private = "10.0.0.4"; }) ];

  # ---- Yggdrasil ----
  grown = configOf trees.yggdrasil game [ ];
  kin = import (trees.yggdrasil + "/modules/yggdrasil-peers.nix");
  ygg = config: config.services.yggdrasil.settings;

  # ---- ZeroTier ----
  zero = configOf trees.zerotier game [ ];

  # ---- Tailscale ----
  tagged = configOf trees.tailscale game [ { claudetorio.tailscale.autoJoin = true; } ];

  cases = {
    "wireguard: a host has its own address, and the network lies behind that interface" =
      (wg wired).ips == [ "${addressOf game}/16" ] && !(wg wired).allowedIPsAsRoutes;
    "wireguard: a host knows everybody but itself, each by one address" =
      map (peer: peer.name) (wg wired).peers == [ mini stream "ada" ]
      && all (peer: length peer.allowedIPs == 1 && has "/32" (head peer.allowedIPs)) (wg wired).peers
      && (peerOf wired mini).allowedIPs == [ "${addressOf mini}/32" ]
      && (peerOf wired mini).publicKey == members.hosts.${mini}.publicKey;
    "wireguard: hosts are dialled at their public addresses, devices at none" =
      (peerOf wired mini).endpoint == "203.0.113.20:51820" && (peerOf wired "ada").endpoint == null;
    "wireguard: who is behind NAT keeps its way open, nobody else does" =
      all (name: (peerOf behindNat name).persistentKeepalive == 25) [ mini stream ]
      && (peerOf behindNat "ada").persistentKeepalive == null
      && all (peer: peer.persistentKeepalive == null) (wg wired).peers;
    "wireguard: the private key is a file on the host" =
      (wg wired).privateKeyFile == "/etc/claudetorio/wireguard_key"
      && (wg wired).privateKey == null
      && wired.claudetorio.secrets.wireguard_key.restartUnits == [ "wireguard-wg0.service" ];
    "wireguard: the key is root's also where networkd sets up the wire" =
      !(configOf trees.wireguard game [
        {
          claudetorio.network = {
            address = "203.0.113.10/24";
            gateway = "203.0.113.1";
          };
        }
      ]).networking.wireguard.useNetworkd;
    "wireguard: its own port and nothing else" = opened wired == { tcp = [ 22 ]; udp = [ 51820 ]; };
    "wireguard: stream hosts and operators reach the games, over wg0 only" =
      input wired == ''
        iifname "wg0" ip saddr { ${addressOf stream}, ${members.operators.ada.address} } tcp dport { 27015, 27016, 27017 } accept
        iifname "wg0" ip saddr { ${addressOf stream}, ${members.operators.ada.address} } udp dport { 34197, 34198, 34199 } accept
      '';
    "wireguard: what dials over it starts after it, and without it too" = comesFirst "wireguard-wg0.service" trees.wireguard;
    "wireguard: no outgoing connection takes its port" = elem "51820" wired.claudetorio.reservedPorts;
    "wireguard: trusting the interface is named" = isTrusted trees.wireguard "wg0" && !(isTrusted trees.wireguard "wg1");
    "wireguard: a fleet works before its keys are known" =
      all (host: evaluates (configOf trees.keyless host [ ])) [ game mini stream ]
      && warned "does not hold the WireGuard key of ${game}" (configOf trees.keyless game [ ])
      && (wg (configOf trees.keyless game [ ])).peers == [ ]
      && !(warned "does not hold" wired);
    "wireguard: all addresses are known, so nothing waits for a join" =
      !(any (warned "is not known yet") [ wired (configOf trees.wireguard mini [ ]) ])
      && (configOf trees.wireguard stream [ ]).virtualisation.oci-containers.containers.stream-c01.environment.FACTORIO_SERVER
      == "${addressOf game}:34197";
    "wireguard: TURN reaches nobody on it" =
      let
        turn = (configOf trees.wireguard stream [ ]).services.coturn.extraConfig;
      in
      has "denied-peer-ip=${addressOf game}\n" turn && has "denied-peer-ip=${addressOf mini}\n" turn;

    "zerotier: the network is joined by its ID" =
      zero.services.zerotierone.enable && zero.services.zerotierone.joinNetworks == [ "8056c2e21c000001" ];
    "zerotier: only its own package may be unfree" =
      zero.nixpkgs.config.allowUnfreePredicate { pname = "zerotierone"; }
      && !(zero.nixpkgs.config.allowUnfreePredicate { pname = "factorio"; })
      && !(zero.nixpkgs.config.allowUnfreePredicate { name = "x"; });
    "zerotier: its own port, which NixOS opens, and nothing else" = opened zero == { tcp = [ 22 ]; udp = [ 9993 ]; };
    "zerotier: nobody reaches the games before the addresses are known, then the stream host does" =
      input zero == ""
      && warned "the mesh address of ${stream} is not known yet" zero
      && has "iifname \"zt*\" ip saddr { 10.147.20.3 } tcp dport { 27015, 27016, 27017 } accept" (
        input (configOf trees.zerotier game [ (hosts { ${stream}.mesh = "10.147.20.3"; }) ])
      );
    "zerotier: trusting any interface of it is named" =
      isTrusted trees.zerotier "zt7nnig26" && !(isTrusted trees.zerotier "eth0");
    "zerotier: what dials over it starts after it, and without it too" = comesFirst "zerotierone.service" trees.zerotier;

    "yggdrasil: a host connects to the others and to further peers" =
      (ygg grown).Peers == [
        "tls://203.0.113.20:9943"
        "tls://203.0.113.30:9943"
        "tls://192.0.2.1:443"
      ]
      && (ygg grown).Listen == [ "tls://[::]:9943" ];
    "yggdrasil: members only may connect to a host" =
      (ygg grown).AllowedPublicKeys == map (member: member.publicKey) [
        kin.hosts.${mini}
        kin.hosts.${stream}
        kin.operators.ada
      ]
      && (ygg grown).MulticastInterfaces == [ ];
    "yggdrasil: its own port and nothing else" = opened grown == { tcp = [ 22 9943 ]; udp = [ ]; };
    "yggdrasil: stream hosts and operators reach the games, over ygg0 only" =
      (ygg grown).IfName == "ygg0"
      &&
        input grown == ''
          iifname "ygg0" ip6 saddr { ${kin.hosts.${stream}.address}, ${kin.operators.ada.address} } tcp dport { 27015, 27016, 27017 } accept
          iifname "ygg0" ip6 saddr { ${kin.hosts.${stream}.address}, ${kin.operators.ada.address} } udp dport { 34197, 34198, 34199 } accept
        '';
    "yggdrasil: the key reaches the daemon, which runs as nobody, in both releases" =
      let
        old = in_ before trees.yggdrasil game [ ];
      in
      (ygg grown).PrivateKeyPath == "/etc/claudetorio/yggdrasil_key"
      && !(grown.systemd.services.yggdrasil.serviceConfig ? LoadCredential)
      && (ygg old).PrivateKeyPath == "/run/credentials/yggdrasil.service/key"
      && old.systemd.services.yggdrasil.serviceConfig.LoadCredential == [ "key:/etc/claudetorio/yggdrasil_key" ];
    "yggdrasil: TURN reaches nobody on it" =
      has "denied-peer-ip=200::-3ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\n"
        (configOf trees.yggdrasil stream [ ]).services.coturn.extraConfig;
    "yggdrasil: what dials over it starts after it, and without it too" = comesFirst "yggdrasil.service" trees.yggdrasil;

    "tailscale: a host that joins by itself takes on its tags" =
      tagged.services.tailscale.extraUpFlags == [ "--advertise-tags=tag:server" ]
      && tagged.services.tailscale.authKeyFile == "/etc/claudetorio/tailscale_authkey";
    "tailscale: who joins by hand chooses by hand" =
      (configOf trees.tailscale game [ ]).services.tailscale.extraUpFlags == [ ];
    "tailscale: what dials over it starts after it, and without it too" = comesFirst "tailscaled.service" trees.tailscale;

    "a carried module stands for the chosen network only" = all (
      name: all (other: other == name || !(builtins.pathExists (trees.${name} + "/modules/${other}.nix"))) (attrNames trees)
    ) (filter (name: name != "keyless") (attrNames trees));
  };
in
filter (name: !cases.${name}) (attrNames cases)
