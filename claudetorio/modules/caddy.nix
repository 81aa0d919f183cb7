# SPDX-License-Identifier: GPL-3.0-or-later
# The HTTPS edge. Caddy gets certificates by itself once DNS points here and ports 80 and 443 are reachable.
{ config, lib, ... }:
let
  routes = config.claudetorio.edge.routes;
in
{
  options.claudetorio.edge.routes = lib.mkOption {
    type = lib.types.attrsOf lib.types.str;
    default = { };
    description = "Public name -> address and port that serve it.";
  };

  config = lib.mkIf (routes != { }) {
    services.caddy = {
      enable = true;
      email = config.claudetorio.acme.email;
      virtualHosts = lib.mapAttrs (name: upstream: { extraConfig = "reverse_proxy ${upstream}"; }) routes;
    };
    networking.firewall.allowedTCPPorts = [
      80
      443
    ];
  };
}
