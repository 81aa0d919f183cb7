# What all hosts share, and what each knows of the others.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
let
  # Server, GUI client and mods must stay aligned: one version for all of them.
  factorioVersion = "1.1.110";
in
{
  imports = [
    ./base.nix
    ./secrets.nix
    ./tailscale.nix
  ];

  # The private network (mesh), or everywhere (public): public opens game UDP only, RCON never.
  claudetorio.factorio.access = "mesh";

  # What runs the containers.
  claudetorio.containers = "podman";

  claudetorio.factorio.serverImage = "factoriotools/factorio:${factorioVersion}";
  claudetorio.stream.factorioClientImage = "ghcr.io/your-org/factorio-client:${factorioVersion}";

  # UDP range of the TURN relay: start tight, widen later.
  claudetorio.turn.relayPorts = {
    from = 49152;
    to = 49200;
  };

  # Let's Encrypt writes here before a certificate expires.
  claudetorio.acme.email = "ops@example.com";

  claudetorio.deploy = {
    # Logs in by key and becomes root without a password.
    user = "deploy";
    # Public keys of the people who may deploy.
    keys = [ "ssh-ed25519 AAAA_REPLACE_ME you@laptop" ];
  };

  # The whole fleet, as every host sees it.
  claudetorio.fleet = {
    domain = "example.com";
    hosts = {
      factorio-server = {
        roles = [ "game-server" ];
        public = [ "203.0.113.10" ];
      };
      factorio-server-mini = {
        roles = [ "broker" ];
        public = [ "203.0.113.20" ];
      };
      factorio-server-stream = {
        roles = [ "stream-host" ];
        public = [ "203.0.113.30" ];
      };
    };
    clients = [
      {
        id = "c01";
        host = "factorio-server-stream";
        localPort = 9001;
        game = "g01";
      }
      {
        id = "c02";
        host = "factorio-server-stream";
        localPort = 9002;
        game = "g02";
      }
      {
        id = "c03";
        host = "factorio-server-stream";
        localPort = 9003;
        game = "g03";
      }
    ];
    games = [
      {
        name = "g01";
        host = "factorio-server";
        udpPort = 34197;
        rconPort = 27015;
      }
      {
        name = "g02";
        host = "factorio-server";
        udpPort = 34198;
        rconPort = 27016;
      }
      {
        name = "g03";
        host = "factorio-server";
        udpPort = 34199;
        rconPort = 27017;
      }
    ];
  };
}
