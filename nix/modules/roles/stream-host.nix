# SPDX-License-Identifier: GPL-3.0-or-later
# Role stream-host: Selkies containers that render games for viewers, the TURN relay, and the HTTPS edge of the streams.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  inherit (config.claudetorio) fleet containers;
  cfg = config.claudetorio.stream;
  host = config.networking.hostName;
  local = cfg.listenAddress == "127.0.0.1";
  ports = map (client: toString client.localPort) cfg.clients;

  gamesOf = client: builtins.filter (game: game.name == client.game) fleet.games;
  # Where a container here finds a game: on this host, at the other host's address, or by its name on the mesh.
  addressOf =
    game:
    let
      inherit (fleet.hosts.${game.host}) reach;
    in
    if game.host == host then
      "host.containers.internal"
    else if reach != [ ] then
      builtins.head reach
    else
      game.host;
  joins =
    client:
    let
      game = builtins.head (gamesOf client);
    in
    if client.game == null then
      { }
    else
      {
        FACTORIO_GAME = game.name;
        FACTORIO_SERVER = "${addressOf game}:${toString game.udpPort}";
      };
  neighbours = builtins.filter (game: game.host == host) (builtins.concatMap gamesOf cfg.clients);

  container = client: {
    name = "stream-${client.id}";
    value = {
      image = cfg.factorioClientImage;
      # Published on this one address, never on all: published ports bypass the firewall.
      ports = [ "${cfg.listenAddress}:${toString client.localPort}:8080" ];
      environment = {
        SELKIES_MODE = "webrtc";
        SELKIES_PORT = "8080";
        SELKIES_TURN_HOST = "turn.${cfg.domain}";
        SELKIES_TURN_PORT = toString config.services.coturn.listening-port;
        SELKIES_TURN_PROTOCOL = "udp";
        SELKIES_TURN_TLS = "false";
      }
      // joins client;
      environmentFiles = [ config.claudetorio.secrets.selkies_env.path ];
      # Podman knows this name by itself.
      extraOptions = lib.optional (containers == "docker") "--add-host=host.containers.internal:host-gateway";
    };
  };
in
{
  imports = [
    ../caddy.nix
    ../containers.nix
    ../coturn.nix
  ];

  options.claudetorio.stream = {
    domain = mkOption {
      type = types.str;
      description = "Each client is served at <id>.stream.<domain>.";
    };
    clients = mkOption {
      type = types.listOf (
        types.submodule {
          options = {
            id = mkOption {
              type = types.strMatching "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
              description = "Name of the client; the unit is podman-stream-<id>.";
            };
            localPort = mkOption {
              type = types.port;
              description = "Port on listenAddress that Caddy forwards the client's name to.";
            };
            game = mkOption {
              type = types.nullOr types.str;
              default = null;
              description = "Game that the client shows; null: the broker assigns one.";
            };
          };
        }
      );
      default = [ ];
      description = "The stream clients that this host runs.";
    };
    listenAddress = mkOption {
      type = types.str;
      default = "127.0.0.1";
      description = "The mesh address of this host when another host is the edge.";
    };
  };

  config = {
    assertions = [
      {
        assertion = builtins.length ports == builtins.length (builtins.attrNames (lib.genAttrs ports (_: null)));
        message = "switchyard: claudetorio.stream.clients: two clients on ${host} use the same localPort.";
      }
    ]
    ++ map (client: {
      assertion = client.game == null || gamesOf client != [ ];
      message = "switchyard: claudetorio.stream.clients: ${client.id} shows the game ${toString client.game}, which the fleet does not have.";
    }) cfg.clients;

    virtualisation.oci-containers.containers = lib.mkIf (containers != "compose") (
      builtins.listToAttrs (map container cfg.clients)
    );

    # The same secret signs TURN's credentials in the clients and checks them in coturn.
    claudetorio.secrets.selkies_env = {
      variables.SELKIES_TURN_SHARED_SECRET = "turn_static_auth_secret";
      restartUnits =
        if containers == "compose" then
          [ "claudetorio-compose.service" ]
        else
          map (client: "${containers}-stream-${client.id}.service") cfg.clients;
    };
    claudetorio.edge.routes = lib.mkIf local (
      builtins.listToAttrs (
        map (client: {
          name = "${client.id}.stream.${cfg.domain}";
          value = "127.0.0.1:${toString client.localPort}";
        }) cfg.clients
      )
    );
    # Games on this very host are reached from the containers' own network.
    networking.firewall.extraInputRules = lib.optionalString (neighbours != [ ]) ''
      iifname "${if containers == "podman" then "podman*" else "docker*"}" udp dport { ${lib.concatStringsSep ", " (map (game: toString game.udpPort) neighbours)} } accept
    '';
  };
}
