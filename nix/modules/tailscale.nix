# SPDX-License-Identifier: GPL-3.0-or-later
# The private network between the hosts, by Tailscale. Factorio UDP and RCON travel only here.
# Its own UDP port is open, so that hosts reach each other directly and not through a relay.
#
# A host joins once: by hand (`tailscale up`), or by itself with autoJoin and the secret tailscale_authkey. Then write the
# address that it got (`tailscale ip -4`) into fleet.yaml as its mesh address; until then nobody reaches its games.
#
# Two keys run out, and they are not the same:
# - the auth key lives at most 90 days, but counts only while a host joins: hosts that have joined stay, and only a host
#   that joins later needs a fresh one;
# - the host's own key runs out too, when the tailnet's settings say so (after 180 days, unless somebody changed that), and
#   the host drops out of the tailnet then. Not so for tagged hosts: their keys do not expire. So make the auth key a
#   reusable one with a tag, name the tag's owner in the tailnet's policy (tagOwners), and write it under tailscale.tags;
#   or switch off key expiry for each host by hand.
#
# An operator's device joins the same tailnet (`tailscale up` on it); put its address under operators in fleet.yaml.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.claudetorio.tailscale;
in
{
  options.claudetorio.tailscale = {
    autoJoin = mkOption {
      type = types.bool;
      default = false;
      description = "Whether the host joins the tailnet by itself, with the secret tailscale_authkey.";
    };
    tags = mkOption {
      type = types.listOf (types.strMatching "tag:[A-Za-z][A-Za-z0-9-]*");
      default = [ ];
      description = "Tags that the host takes on when it joins by itself; a tagged host's key does not expire.";
    };
  };

  config = {
    services.tailscale = {
      enable = true;
      openFirewall = true;
      authKeyFile = lib.mkIf cfg.autoJoin config.claudetorio.secrets.tailscale_authkey.path;
      extraUpFlags = lib.mkIf (cfg.autoJoin && cfg.tags != [ ]) [
        "--advertise-tags=${lib.concatStringsSep "," cfg.tags}"
      ];
    };
    claudetorio.mesh = {
      interface = config.services.tailscale.interfaceName;
      unit = "tailscaled.service";
    };
    claudetorio.reservedPorts = [ (toString config.services.tailscale.port) ];
    claudetorio.secrets = lib.mkIf cfg.autoJoin {
      tailscale_authkey = {
        scope = "fleet";
        restartUnits = [ "tailscaled-autoconnect.service" ];
      };
    };
  };
}
