# SPDX-License-Identifier: GPL-3.0-or-later
# Role broker: the session API in a container, its Redis, and the HTTPS edge of the API.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  inherit (config.claudetorio) fleet containers;
  cfg = config.claudetorio.broker;
  address = if cfg.listenAddress == null then "127.0.0.1" else cfg.listenAddress;
  # Whether this host serves the API itself; else another host is the edge and reaches the broker over the mesh.
  local = cfg.listenAddress == "127.0.0.1";
  redis = config.services.redis.servers."";
  # What the broker knows of the fleet. No secrets: this file is world-readable in the Nix store.
  fleetFile = pkgs.writeText "fleet.json" (builtins.toJSON fleet);
in
{
  imports = [
    ../caddy.nix
    ../containers.nix
    ../redis.nix
  ];

  options.claudetorio.broker = {
    domain = mkOption {
      type = types.str;
      description = "The API is served at api.<domain>.";
    };
    image = mkOption {
      type = types.str;
      default = "ghcr.io/your-org/claudetorio-broker:latest";
      description = "Container image of the broker. Pin it by digest.";
    };
    port = mkOption {
      type = types.port;
      default = 8000;
      description = "TCP port behind Caddy.";
    };
    listenAddress = mkOption {
      type = types.nullOr types.str;
      default = "127.0.0.1";
      description = "The mesh address of this host when another host is the edge; null while it is not known.";
    };
    edges = mkOption {
      type = types.listOf types.str;
      default = [ ];
      description = "Mesh addresses of the edge hosts that forward to the broker.";
    };
  };

  config = {
    warnings = lib.optional (cfg.listenAddress == null) (
      "switchyard: the mesh address of ${config.networking.hostName} is not known yet (mesh: auto), so the edge cannot reach the broker."
    );
    claudetorio.mesh.bindEarly = address != "127.0.0.1";

    # The container shares the host's network, so that it reaches Redis at 127.0.0.1.
    virtualisation.oci-containers.containers = lib.mkIf (containers != "compose") {
      broker = {
        image = cfg.image;
        networks = [ "host" ];
        environment = {
          HOST = address;
          PORT = toString cfg.port;
          REDIS_URL = "redis://127.0.0.1:${toString redis.port}/0";
          FLEET_FILE = "/etc/claudetorio/fleet.json";
        };
        environmentFiles = [ config.claudetorio.secrets.broker_env.path ];
        volumes = [ "${fleetFile}:/etc/claudetorio/fleet.json:ro" ];
      };
    };
    systemd.services = lib.mkIf (containers != "compose") {
      "${containers}-broker" = {
        after = [ "redis.service" ];
        wants = [ "redis.service" ];
      };
    };
    environment.etc."claudetorio/fleet.json".source = fleetFile;

    claudetorio.secrets.broker_env = {
      restartUnits = [ "${if containers == "compose" then "claudetorio-compose" else "${containers}-broker"}.service" ];
    };
    claudetorio.edge.routes = lib.mkIf local {
      "api.${cfg.domain}" = "127.0.0.1:${toString cfg.port}";
    };
    claudetorio.mesh.allow = [
      {
        from = cfg.edges;
        tcp = [ cfg.port ];
      }
    ];
  };
}
