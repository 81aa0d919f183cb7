# SPDX-License-Identifier: GPL-3.0-or-later
# The HTTPS edge. A certificate is asked for when the first visitor comes, so not before DNS points here: Let's Encrypt
# blocks those who ask for names that lead elsewhere. Ports 80 and 443 must be reachable for it.
{ config, lib, ... }:
let
  inherit (config.claudetorio.edge) askPort routes;
  names = builtins.attrNames routes;

  answer =
    name: upstream:
    if upstream == null then
      "respond \"${name} has no address on the private network yet\" 503"
    else
      "reverse_proxy ${upstream}";
  site = name: upstream: {
    extraConfig = ''
      tls {
        on_demand
      }
      ${answer name upstream}
    '';
  };
in
{
  options.claudetorio.edge = {
    routes = lib.mkOption {
      type = lib.types.attrsOf (lib.types.nullOr lib.types.str);
      default = { };
      description = "Public name -> address and port that serve it; null while the address is not known.";
    };
    askPort = lib.mkOption {
      type = lib.types.port;
      default = 2020;
      description = "Port on 127.0.0.1 where Caddy asks whether a name may have a certificate.";
    };
  };

  config = lib.mkIf (routes != { }) {
    assertions = [
      {
        assertion = !(builtins.elem "127.0.0.1:${toString askPort}" (builtins.attrValues routes));
        message = "switchyard: port ${toString askPort} of ${config.networking.hostName} is Caddy's own: give what listens there another.";
      }
    ];
    services.caddy = {
      enable = true;
      email = config.claudetorio.acme.email;
      globalConfig = ''
        on_demand_tls {
          ask http://127.0.0.1:${toString askPort}
        }
      '';
      # Only the names of the design.
      extraConfig = ''
        http://127.0.0.1:${toString askPort} {
          bind 127.0.0.1
          @ours query ${lib.concatStringsSep " " (map (name: "domain=${name}") names)}
          respond @ours 200
          respond 404
        }
      '';
      virtualHosts = lib.mapAttrs site routes;
    };
    networking.firewall.allowedTCPPorts = [
      80
      443
    ];
  };
}
