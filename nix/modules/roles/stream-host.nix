# SPDX-License-Identifier: GPL-3.0-or-later
# Role stream-host: Selkies containers that render games for viewers, the TURN relay, and the HTTPS edge of the streams.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  inherit (config.claudetorio) fleet containers;
  cfg = config.claudetorio.stream;
  host = config.networking.hostName;
  address = if cfg.listenAddress == null then "127.0.0.1" else cfg.listenAddress;
  # Whether this host serves the streams itself; else another host is the edge and reaches them over the mesh.
  local = cfg.listenAddress == "127.0.0.1";
  nameOf = client: "${client.id}.stream.${cfg.domain}";
  unitOf = client: "${containers}-stream-${client.id}.service";
  ports = map (client: toString client.localPort) cfg.clients;

  # As it stands in front of a port.
  bracketed = address: if builtins.match ".*:.*" address == null then address else "[${address}]";

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
      bracketed (builtins.head reach)
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
  # v1 has a proxy of its own on 8080 and its application on another port; v2 is one server that has to be told.
  generation =
    client:
    if cfg.selkies == "v1" then
      { }
    else
      {
        SELKIES_MODE = "webrtc";
        SELKIES_PORT = "8080";
        SELKIES_ALLOWED_ORIGINS = "https://${nameOf client}";
      };
  # The images have a password that everybody knows. Each client gets its own, unless selkies_env says another.
  passwordFile = client: "/var/lib/claudetorio/stream-${client.id}.env";
  makePassword = client: ''
    if [ ! -s ${passwordFile client} ]; then
      password=$(head -c 18 /dev/urandom | base64 | tr +/ -_)
      printf 'SELKIES_BASIC_AUTH_PASSWORD=%s\nPASSWD=%s\n' "$password" "$password" > ${passwordFile client}.new
      mv ${passwordFile client}.new ${passwordFile client}
    fi
  '';
  bridge = if containers == "podman" then "podman*" else "docker*";
  neighbours = builtins.filter (game: game.host == host) (builtins.concatMap gamesOf cfg.clients);

  container = client: {
    name = "stream-${client.id}";
    value = {
      image = cfg.factorioClientImage;
      # Published on this one address, never on all: published ports bypass the firewall.
      ports = [ "${bracketed address}:${toString client.localPort}:8080" ];
      environment = {
        # Without these Selkies uses a public relay and a public STUN server.
        SELKIES_TURN_HOST = config.claudetorio.turn.host;
        SELKIES_TURN_PORT = toString config.services.coturn.listening-port;
        SELKIES_TURN_PROTOCOL = "udp";
        SELKIES_TURN_TLS = "false";
        SELKIES_STUN_HOST = config.claudetorio.turn.host;
        SELKIES_STUN_PORT = toString config.services.coturn.listening-port;
        FACTORIO_MODS = "/factorio/mods";
      }
      // generation client
      // joins client;
      # Of two values the later file's counts.
      environmentFiles = [
        (passwordFile client)
        config.claudetorio.secrets.selkies_env.path
      ];
      volumes = [ "${config.claudetorio.factorio.modFolder}:/factorio/mods:ro" ];
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
    ../mods.nix
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
      type = types.nullOr types.str;
      default = "127.0.0.1";
      description = "The mesh address of this host when another host is the edge; null while it is not known.";
    };
    edges = mkOption {
      type = types.listOf types.str;
      default = [ ];
      description = "Mesh addresses of the edge hosts that forward to the streams.";
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
    warnings = lib.optional (cfg.listenAddress == null) (
      "switchyard: the mesh address of ${host} is not known yet (mesh: auto), so the edge cannot reach its streams."
    );

    virtualisation.oci-containers.containers = lib.mkIf (containers != "compose") (
      builtins.listToAttrs (map container cfg.clients)
    );
    systemd.services = lib.mkIf (containers != "compose" && cfg.clients != [ ]) {
      claudetorio-stream-passwords = {
        description = "Passwords of the streams";
        before = map unitOf cfg.clients;
        # Wanted, not required: a new client must not restart the others.
        wantedBy = map unitOf cfg.clients;
        serviceConfig = {
          Type = "oneshot";
          RemainAfterExit = true;
          StateDirectory = "claudetorio";
          StateDirectoryMode = "0700";
          UMask = "0077";
        };
        script = lib.concatStringsSep "" (map makePassword cfg.clients);
      };
    };

    # The same secret signs TURN's credentials in the clients and checks them in coturn.
    claudetorio.secrets.selkies_env = {
      variables.SELKIES_TURN_SHARED_SECRET = "turn_static_auth_secret";
      restartUnits =
        if containers == "compose" then
          [ "claudetorio-compose.service" ]
        else
          map unitOf cfg.clients;
    };
    claudetorio.edge.routes = lib.mkIf local (
      builtins.listToAttrs (
        map (client: {
          name = nameOf client;
          value = "127.0.0.1:${toString client.localPort}";
        }) cfg.clients
      )
    );
    claudetorio.mesh = lib.mkIf (address != "127.0.0.1") {
      bindEarly = true;
      published = [
        {
          from = cfg.edges;
          tcp = map (client: client.localPort) cfg.clients;
        }
      ];
    };
    # Games on this very host are reached from the containers' own network.
    networking.firewall.extraInputRules = lib.optionalString (neighbours != [ ]) ''
      iifname "${bridge}" udp dport { ${lib.concatStringsSep ", " (map (game: toString game.udpPort) neighbours)} } accept
    '';
  };
}
