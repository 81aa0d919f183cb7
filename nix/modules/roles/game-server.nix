# SPDX-License-Identifier: GPL-3.0-or-later
# Role game-server: headless Factorio servers, one container each.
#
# The containers use the host's network: a port that Podman publishes would bypass the firewall of NixOS, and RCON
# must never be public. Over the private network, stream hosts and operators reach the games; nobody else does.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  inherit (config.claudetorio) fleet mesh containers;
  cfg = config.claudetorio.factorio;
  host = config.networking.hostName;

  udpPorts = map (game: game.udpPort) cfg.games;
  rconPorts = map (game: game.rconPort) cfg.games;
  unique =
    values:
    builtins.length values == builtins.length (builtins.attrNames (lib.genAttrs (map toString values) (_: null)));

  # The hosts that render games, and whether we know where they are on the private network.
  streamHosts = lib.filterAttrs (
    name: other: name != host && builtins.elem "stream-host" other.roles
  ) fleet.hosts;
  known = builtins.concatMap (other: other.reach) (builtins.attrValues streamHosts);
  unknown = builtins.attrNames (lib.filterAttrs (name: other: other.reach == [ ]) streamHosts);

  serverSettings =
    game:
    pkgs.writeText "server-settings-${game.name}.json" (
      builtins.toJSON ({ inherit (game) name; } // cfg.serverSettings)
    );
  # Uid and gid of the user factorio in the image.
  install = "install -o 845 -g 845";

  container = game: {
    name = "factorio-${game.name}";
    value = {
      image = cfg.serverImage;
      networks = [ "host" ];
      environment = {
        PORT = toString game.udpPort;
        RCON_PORT = toString game.rconPort;
        # The image writes this into mod-list.json at every start.
        DLC_SPACE_AGE = cfg.expansion;
      };
      # Saving a large game takes longer than the ten seconds that containers get to stop.
      extraOptions = [ "--stop-timeout=100" ];
      volumes = [ "/var/lib/factorio/${game.name}:/factorio" ];
    };
  };
  # The image changes the owner of all it finds below /factorio, so files are copied in, not mounted. Mods that are not on
  # the list go: a client would not have them.
  unit = game: {
    name = "${containers}-factorio-${game.name}";
    value.preStart = ''
      game=/var/lib/factorio/${game.name}
      ${install} -m 0750 -d "$game" "$game/config" "$game/mods"
      ${install} -m 0640 ${serverSettings game} "$game/config/server-settings.json"
      rm -f "$game"/mods/*.zip
      ${install} -m 0640 ${cfg.modFolder}/* "$game/mods/"
    ''
    + lib.optionalString (cfg.rconPasswordFile != null) ''
      ${install} -m 0640 ${lib.escapeShellArg cfg.rconPasswordFile} "$game/config/rconpw"
    '';
  };
in
{
  imports = [
    ../containers.nix
    ../mods.nix
  ];

  options.claudetorio.factorio = {
    games = mkOption {
      type = types.listOf (
        types.submodule {
          options = {
            name = mkOption {
              type = types.strMatching "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
              description = "Name of the game; the unit is podman-factorio-<name>.";
            };
            udpPort = mkOption {
              type = types.port;
              description = "UDP port that stream clients connect to.";
            };
            rconPort = mkOption {
              type = types.port;
              description = "TCP port of the remote console. Never public.";
            };
          };
        }
      );
      default = [ ];
      description = "The games that this host runs.";
    };
    serverSettings = mkOption {
      type = types.attrsOf types.anything;
      default = { };
      description = "Further keys of server-settings.json.";
    };
    rconPasswordFile = mkOption {
      type = types.nullOr types.path;
      default = config.claudetorio.secrets.rcon_password.path;
      description = "File on the host with the RCON password, the secret rcon_password where there is one; null: each game makes its own on its first start.";
    };
  };

  config = {
    assertions = [
      {
        assertion = unique udpPorts;
        message = "switchyard: claudetorio.factorio.games: two games on ${host} use the same udpPort.";
      }
      {
        assertion = unique rconPorts;
        message = "switchyard: claudetorio.factorio.games: two games on ${host} use the same rconPort.";
      }
    ];
    warnings = lib.optionals (cfg.games != [ ]) (
      map (
        name:
        "switchyard: the mesh address of ${name} is not known yet (mesh: auto), so its stream clients cannot reach the games on ${host}."
      ) unknown
    );

    # The game must go on with nobody watching, or the AI stands still.
    claudetorio.factorio.serverSettings = {
      auto_pause = false;
      autosave_only_on_server = true;
      non_blocking_saving = true;
      visibility = {
        public = false;
        lan = false;
      };
    };

    virtualisation.oci-containers.containers = lib.mkIf (containers != "compose") (
      builtins.listToAttrs (map container cfg.games)
    );
    systemd.services = lib.mkIf (containers != "compose") (builtins.listToAttrs (map unit cfg.games));

    claudetorio.secrets.rcon_password = {
      optional = true;
      restartUnits = lib.optionals (containers != "compose") (
        map (game: "${containers}-factorio-${game.name}.service") cfg.games
      );
    };
    claudetorio.reservedPorts = map toString udpPorts;
    claudetorio.mesh.allow = [
      {
        from = known ++ mesh.operators;
        udp = udpPorts;
        tcp = rconPorts;
      }
    ];
    networking.firewall.allowedUDPPorts = lib.mkIf (cfg.access == "public") udpPorts;
  };
}
