# SPDX-License-Identifier: GPL-3.0-or-later
# The options that every host of the fleet shares; fleet.nix sets them.
# What belongs to one role only (games, stream clients, the broker) is declared in roles/.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  # Without a private network the hosts know each other by their private or public addresses.
  overlay = config.claudetorio.mesh.interface != null;

  text = description: mkOption { type = types.str; inherit description; };
  port = description: mkOption { type = types.port; inherit description; };
  maybe =
    type: description:
    mkOption {
      type = types.nullOr type;
      default = null;
      inherit description;
    };
  list =
    type: description:
    mkOption {
      type = types.listOf type;
      default = [ ];
      inherit description;
    };

  host =
    { config, ... }:
    {
      options = {
        roles = list types.str "What the host does.";
        public = list types.str "Addresses that the public DNS records point at.";
        private = maybe types.str "Address behind 1:1 NAT.";
        mesh = maybe types.str "Address on the private network; null until the host has joined.";
        reach = mkOption {
          type = types.listOf types.str;
          default =
            if config.mesh != null then
              [ config.mesh ]
            else if overlay then
              [ ]
            else if config.private != null then
              [ config.private ]
            else
              config.public;
          description = "Addresses at which the other hosts know it, as far as they are known.";
        };
      };
    };
  game.options = {
    name = text "Name of the game.";
    host = text "Host that runs it.";
    udpPort = port "Game port.";
    rconPort = port "Remote console.";
  };
  client.options = {
    id = text "Name of the stream client.";
    host = text "Host that runs it.";
    localPort = port "Port of its page on that host.";
    game = maybe types.str "Game that it shows; null: the broker assigns one.";
  };
  rule.options = {
    from = list types.str "Addresses or networks that may come in.";
    tcp = list types.port "TCP ports they reach.";
    udp = list types.port "UDP ports they reach.";
  };
in
{
  options.claudetorio = {
    fleet = {
      domain = text "All public names lie under it.";
      hosts = mkOption {
        type = types.attrsOf (types.submodule host);
        default = { };
        description = "Every host of the fleet, by name.";
      };
      games = list (types.submodule game) "Every game of the fleet.";
      clients = list (types.submodule client) "Every stream client of the fleet.";
    };

    deploy = {
      user = mkOption {
        type = types.str;
        default = "deploy";
        description = "User who deploys: logs in by key, may become root without a password.";
      };
      keys = list types.singleLineStr "Public SSH keys of the people who may deploy.";
    };
    watch = {
      user = mkOption {
        type = types.str;
        default = config.claudetorio.deploy.user;
        description = "User who reads the host's health; without root unless it is the deploy user.";
      };
      keys = list types.singleLineStr "Public SSH keys of the people who may only watch.";
    };

    ssh = {
      port = mkOption {
        type = types.port;
        default = 22;
        description = "Port of sshd.";
      };
      allowFrom = list types.str "Networks that may reach sshd; empty: everybody.";
    };
    network = maybe (types.submodule {
      options = {
        address = text "Address with prefix length, such as 203.0.113.10/24.";
        gateway = text "Default gateway.";
        dns = list types.str "DNS servers.";
      };
    }) "Static address of the wired interface; null: DHCP.";

    mesh = {
      interface = maybe types.str "Interface of the private network, with * for what is not known of its name; null: none, rules go by address only.";
      unit = maybe types.str "Unit that brings the private network up.";
      operators = mkOption {
        type = types.listOf types.str;
        default = config.claudetorio.ssh.allowFrom;
        description = "Addresses of the operators' machines on the private network.";
      };
      allow = list (types.submodule rule) "Who may come in over the private network, and where. Everything else is refused.";
      published = list (types.submodule rule) "The same for ports that containers publish, which the firewall does not see.";
      bindEarly = mkOption {
        type = types.bool;
        default = false;
        description = "Whether something listens on the mesh address, which may not be there yet when it starts.";
      };
    };
    reservedPorts = list types.str "Ports and ranges that outgoing connections must leave alone: services of this host need them.";

    containers = mkOption {
      type = types.enum [
        "podman"
        "docker"
        "compose"
      ];
      default = "podman";
      description = "What runs the containers. compose: a docker-compose.yaml that already exists.";
    };
    composeDirectory = maybe types.path "Folder of the docker-compose.yaml.";

    factorio = {
      serverImage = text "Container image of the headless server.";
      access = mkOption {
        type = types.enum [
          "mesh"
          "public"
        ];
        default = "mesh";
        description = "public opens the games' UDP ports to the internet, RCON never.";
      };
      mods = list (types.strMatching "[A-Za-z0-9_.-]+") "Mods of servers and clients alike, each as <name>_<version>.";
    };
    stream = {
      factorioClientImage = text "Container image of the stream clients.";
      selkies = mkOption {
        type = types.enum [
          "v1"
          "v2"
        ];
        default = "v2";
        description = "Generation of Selkies in the client image: v1 is selkies-gstreamer (to 1.6.2), v2 what came after.";
      };
    };
    turn.relayPorts = {
      from = mkOption {
        type = types.port;
        default = 49152;
        description = "First UDP port of the TURN relay.";
      };
      to = mkOption {
        type = types.port;
        default = 49200;
        description = "Last UDP port of the TURN relay.";
      };
    };
    acme.email = maybe types.str "Where Let's Encrypt writes before a certificate expires.";
  };
}
