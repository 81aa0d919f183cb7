# SPDX-License-Identifier: GPL-3.0-or-later
# The private network between the hosts, by WireGuard. Factorio UDP and RCON travel only here.
#
# Everybody has a key of its own, whose private half never leaves its machine, and knows the public halves and addresses
# of all others from wireguard-peers.nix. There is nothing to join and nobody to ask: after the deploy the host is in.
# A packet from the network comes from whom it says, because WireGuard takes an address from the one key it belongs to.
#
# An operator's device joins as a peer: put its name and public key under wireguard.operators in fleet.yaml, deploy, and
# write on the device /etc/wireguard/fleet.conf, with what wireguard-peers.nix says of it and of each host:
#
#   [Interface]
#   PrivateKey = <the private half that wg genkey made>
#   Address = <its address>/32
#   [Peer]
#   PublicKey = <publicKey of a host>
#   AllowedIPs = <address of that host>/32
#   Endpoint = <endpoint of that host>
#
# then `wg-quick up fleet`.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  inherit (builtins) attrNames filter removeAttrs;
  cfg = config.claudetorio.wireguard;
  host = config.networking.hostName;
  members = import ./wireguard-peers.nix;
  self = members.hosts.${host};

  # Its own address with the length of the network's prefix: what goes to the network goes to this interface.
  prefix = builtins.elemAt (builtins.split "/" cfg.range) 2;
  isIPv6 = builtins.match ".*:.*" self.address != null;

  # Who is behind NAT is found only while its own packets keep a way open.
  hidden = !(self ? endpoint) || config.claudetorio.fleet.hosts.${host}.private != null;
  peer =
    name: member:
    {
      inherit name;
      inherit (member) publicKey;
      allowedIPs = [ "${member.address}/${if isIPv6 then "128" else "32"}" ];
    }
    // lib.optionalAttrs (member ? endpoint) { inherit (member) endpoint; }
    // lib.optionalAttrs (member ? endpoint && hidden) { persistentKeepalive = 25; };
  known = set: filter (name: set.${name}.publicKey != null && set.${name}.address != null) (attrNames set);
  peers = set: map (name: peer name set.${name}) (known set);
  operators = map (name: members.operators.${name}.address) (known members.operators);
in
{
  options.claudetorio.wireguard = {
    port = mkOption {
      type = types.port;
      default = 51820;
      description = "UDP port at which this host awaits the others.";
    };
    range = mkOption {
      type = types.str;
      description = "Addresses of the private network, such as 10.100.0.0/16.";
    };
  };

  config = {
    warnings = lib.optional (self.publicKey == null) (
      "switchyard: the fleet file does not hold the WireGuard key of ${host} yet, so nobody on the private network reaches it."
    );

    # By scripts that run as root, also where networkd sets up the wired interface: networkd reads keys as a user of its
    # own, who may not read root's secrets.
    networking.wireguard.useNetworkd = false;
    networking.wireguard.interfaces.wg0 = {
      ips = [ "${self.address}/${prefix}" ];
      listenPort = cfg.port;
      privateKeyFile = config.claudetorio.secrets.wireguard_key.path;
      # The route to the network is there with the address.
      allowedIPsAsRoutes = false;
      peers = peers (removeAttrs members.hosts [ host ]) ++ peers members.operators;
    };
    # Its own port and nothing else: WireGuard answers nobody whose key it does not know.
    networking.firewall.allowedUDPPorts = [ cfg.port ];

    claudetorio.reservedPorts = [ (toString cfg.port) ];
    claudetorio.mesh = {
      interface = "wg0";
      unit = "wireguard-wg0.service";
      operators = lib.mkIf (operators != [ ]) operators;
    };
    claudetorio.secrets.wireguard_key.restartUnits = [ "wireguard-wg0.service" ];
  };
}
