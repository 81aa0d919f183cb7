# SPDX-License-Identifier: GPL-3.0-or-later
# The private network between the hosts, by ZeroTier. Factorio UDP and RCON travel only here.
#
# A host asks to join by itself. The network's controller (my.zerotier.com, or one of your own) has to let it in once and
# gives it its address: write that into fleet.yaml as the host's mesh address; until then nobody reaches its games.
# `zerotier-cli info` on the host tells the ID by which the controller lists it.
#
# An operator's device joins the same network (`zerotier-cli join <network>`) and is let in there; put its address under
# operators in fleet.yaml. NixOS opens ZeroTier's own UDP port, 9993, by itself.
{ config, lib, ... }:
let
  cfg = config.claudetorio.zerotier;
in
{
  options.claudetorio.zerotier.network = lib.mkOption {
    type = lib.types.strMatching "[0-9a-f]{16}";
    description = "ID of the network that this host joins.";
  };

  config = {
    services.zerotierone = {
      enable = true;
      joinNetworks = [ cfg.network ];
    };
    # Its licence is none that nixpkgs calls free; no other package gets leave by this.
    nixpkgs.config.allowUnfreePredicate = package: (package.pname or "") == "zerotierone";

    claudetorio.reservedPorts = [ (toString config.services.zerotierone.port) ];
    claudetorio.mesh = {
      # The rest of the name follows from the network.
      interface = "zt*";
      unit = "zerotierone.service";
    };
  };
}
