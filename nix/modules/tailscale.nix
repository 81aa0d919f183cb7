# SPDX-License-Identifier: GPL-3.0-or-later
# The private network between the hosts. Factorio UDP and RCON travel only here.
# Its own UDP port is open, so that hosts reach each other directly and not through a relay.
# A host joins by hand (`tailscale up`), or by itself with autoJoin and the secret tailscale_authkey.
{ config, lib, ... }:
let
  cfg = config.claudetorio.tailscale;
in
{
  options.claudetorio.tailscale.autoJoin = lib.mkOption {
    type = lib.types.bool;
    default = false;
    description = "Whether the host joins the tailnet by itself, with the secret tailscale_authkey.";
  };

  config = {
    services.tailscale = {
      enable = true;
      openFirewall = true;
      authKeyFile = lib.mkIf cfg.autoJoin config.claudetorio.secrets.tailscale_authkey.path;
    };
    claudetorio.mesh.interface = config.services.tailscale.interfaceName;
    claudetorio.reservedPorts = [ (toString config.services.tailscale.port) ];
    claudetorio.secrets = lib.mkIf cfg.autoJoin {
      tailscale_authkey = {
        scope = "fleet";
        restartUnits = [ "tailscaled-autoconnect.service" ];
      };
    };
  };
}
