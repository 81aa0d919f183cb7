# SPDX-License-Identifier: GPL-3.0-or-later
# The private network between the hosts, by Yggdrasil. Factorio UDP and RCON travel only here.
#
# A host's address follows from its key, so everybody knows it beforehand and nobody can take it. Hosts with a public
# address await the others there; all pass traffic on for each other, encrypted from end to end. Connections come from
# the machines of yggdrasil-peers.nix only, so that the fleet is a network of its own unless you give it further peers.
#
# An operator's device joins as a peer: put its name and public key (`yggdrasilctl getself`) under yggdrasil.operators in
# fleet.yaml, deploy, and write into its own yggdrasil.conf the endpoint of a host: Peers: [ "tls://<endpoint>" ].
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  inherit (builtins) attrNames filter removeAttrs;
  cfg = config.claudetorio.yggdrasil;
  host = config.networking.hostName;
  members = import ./yggdrasil-peers.nix;
  self = members.hosts.${host};
  others = removeAttrs members.hosts [ host ];

  known = set: filter (name: set.${name}.publicKey != null) (attrNames set);
  dialled = filter (name: others.${name} ? endpoint) (known others);
  operators = map (name: members.operators.${name}.address) (attrNames members.operators);

  # Up to 25.11 NixOS hands the path of the key on as it is, and Yggdrasil is no user who could read it there; from
  # 26.05 on it does what the lines at the end do.
  handsOver = lib.versionAtLeast config.system.nixos.release "26.05";
  key = config.claudetorio.secrets.yggdrasil_key.path;
in
{
  options.claudetorio.yggdrasil = {
    port = mkOption {
      type = types.port;
      default = 9943;
      description = "TCP port at which this host awaits the others.";
    };
    peers = mkOption {
      type = types.listOf types.str;
      default = [ ];
      description = "Further nodes to connect to, such as tls://192.0.2.1:443.";
    };
  };

  config = {
    warnings = lib.optional (self.publicKey == null) (
      "switchyard: the fleet file does not hold the Yggdrasil key of ${host} yet, so nobody on the private network reaches it."
    );

    services.yggdrasil = {
      enable = true;
      settings = {
        IfName = "ygg0";
        PrivateKeyPath = if handsOver then key else "/run/credentials/yggdrasil.service/key";
        Peers = map (name: "tls://${others.${name}.endpoint}") dialled ++ cfg.peers;
        Listen = lib.optional (self ? endpoint) "tls://[::]:${toString cfg.port}";
        AllowedPublicKeys =
          map (name: others.${name}.publicKey) (known others)
          ++ map (name: members.operators.${name}.publicKey) (attrNames members.operators);
        # No looking for strangers in the local network.
        MulticastInterfaces = [ ];
      };
    };
    # Its own port and nothing else, where others connect to it.
    networking.firewall.allowedTCPPorts = lib.optional (self ? endpoint) cfg.port;

    claudetorio.reservedPorts = [ (toString cfg.port) ];
    claudetorio.mesh = {
      interface = "ygg0";
      unit = "yggdrasil.service";
      operators = lib.mkIf (operators != [ ]) operators;
    };
    claudetorio.secrets.yggdrasil_key.restartUnits = [ "yggdrasil.service" ];
    systemd.services.yggdrasil.serviceConfig = lib.mkIf (!handsOver) { LoadCredential = [ "key:${key}" ]; };
  };
}
