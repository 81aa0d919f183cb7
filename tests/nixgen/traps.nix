# SPDX-License-Identifier: GPL-3.0-or-later
# What goes wrong easily in a fleet of this shape, case by case, on the hosts of a generated tree with some modules added.
# Evaluates to the names of the cases that fail.
{
  tree,
  nixosSystem,
}:
let
  inherit (builtins)
    all
    any
    attrNames
    elem
    filter
    hasAttr
    replaceStrings
    ;
  game = "factorio-server";
  mini = "factorio-server-mini";
  stream = "factorio-server-stream";

  force = content: {
    _type = "override";
    priority = 50;
    inherit content;
  };
  has = part: text: replaceStrings [ part ] [ "" ] text != text;
  configOf =
    host: modules:
    (nixosSystem {
      modules = [ (tree + "/hosts/${host}.nix") ] ++ modules;
    }).config;
  complaints = host: modules: map (a: a.message) (filter (a: !a.assertion) (configOf host modules).assertions);
  refused = part: module: any (has part) (complaints game [ module ]);
  accepted = module: complaints game [ module ] == [ ];
  evaluates = config: config.system.build.toplevel.drvPath != "" && all (a: a.assertion) config.assertions;
  warned = part: config: any (has part) config.warnings;

  # ---- more of the fleet ----
  hosts = set: { claudetorio.fleet.hosts = set; };
  joined = hosts {
    ${game}.mesh = "100.64.0.1";
    ${mini}.mesh = "100.64.0.2";
    ${stream}.mesh = "100.64.0.3";
  };
  secondStreamHost = hosts {
    stream2 = {
      roles = [ "stream-host" ];
      public = [ "203.0.113.31" ];
      mesh = "100.64.0.4";
    };
  };
  # All roles on the box that streams, as a user's own `imports` or a moved role would have it.
  everything = {
    imports = map (role: tree + "/modules/roles/${role}.nix") [
      "game-server"
      "broker"
    ];
    claudetorio.broker.domain = "example.com";
    claudetorio.factorio.games = [
      {
        name = "g03";
        udpPort = 34199;
        rconPort = 27017;
      }
    ];
    claudetorio.fleet.games = force [
      {
        name = "g01";
        host = game;
        udpPort = 34197;
        rconPort = 27015;
      }
      {
        name = "g02";
        host = game;
        udpPort = 34198;
        rconPort = 27016;
      }
      {
        name = "g03";
        host = stream;
        udpPort = 34199;
        rconPort = 27017;
      }
    ];
  };
  behind = {
    claudetorio.broker.listenAddress = "100.64.0.2";
    claudetorio.broker.edges = [ "100.64.0.3" ];
  };
  streamBehind = {
    claudetorio.stream.listenAddress = "100.64.0.3";
    claudetorio.stream.edges = [ "100.64.0.2" ];
  };

  plain = configOf game [ ];
  plainStream = configOf stream [ ];
  client = config: config.virtualisation.oci-containers.containers.stream-c01;
  unitOf = config: name: config.systemd.services.${name};
  turn = config: config.services.coturn.extraConfig;
  box = configOf stream [
    everything
    joined
  ];
  early = configOf stream [ streamBehind ];

  lockout = import ./traps-lockout.nix {
    inherit force refused accepted;
    configOf = configOf game;
  };
  cases = lockout // {
    # ---- the private network ----
    "games publish no port, they are on the host's network" =
      let
        containers = plain.virtualisation.oci-containers.containers;
      in
      all (name: containers.${name}.ports == [ ] && containers.${name}.networks == [ "host" ]) (attrNames containers);
    "an overlay that accepts all does not open the host" =
      plain.networking.nftables.enable
      && !(elem "tailscale0" plain.networking.firewall.trustedInterfaces)
      && warned "every machine of the private network reaches every port, RCON among them" (
        configOf game [ { networking.firewall.trustedInterfaces = [ "tailscale0" ]; } ]
      );
    "a fleet works before its hosts have joined" = all evaluates [
      plain
      (configOf mini [ ])
      plainStream
    ];
    "who cannot reach the games yet is named" =
      warned "the mesh address of factorio-server-stream is not known yet" plain
      && !(warned "is not known yet" (configOf game [ joined ]));
    "a client finds its game by name until the address is known" =
      (client plainStream).environment.FACTORIO_SERVER == "factorio-server:34197"
      && (client (configOf stream [ joined ])).environment.FACTORIO_SERVER == "100.64.0.1:34197";
    "an address of IPv6 stands in brackets before its port" =
      (client (configOf stream [ (hosts { ${game}.mesh = "fd7a::1"; }) ])).environment.FACTORIO_SERVER == "[fd7a::1]:34197"
      && (client (configOf stream [ { claudetorio.stream.listenAddress = "fd7a::3"; } ])).ports == [ "[fd7a::3]:9001:8080" ];
    "operators reach the games over the mesh" =
      has "iifname \"tailscale0\" ip saddr { 100.64.0.50 } tcp dport { 27015, 27016, 27017 } accept"
        (configOf game [ { claudetorio.mesh.operators = [ "100.64.0.50" ]; } ]).networking.firewall.extraInputRules;
    "behind an edge whose address is not known the broker waits" =
      let
        waiting = configOf mini [ { claudetorio.broker.listenAddress = null; } ];
      in
      evaluates waiting
      && warned "the edge cannot reach the broker" waiting
      && waiting.virtualisation.oci-containers.containers.broker.environment.HOST == "127.0.0.1"
      && !waiting.services.caddy.enable;
    "an edge answers for a host that has not joined" =
      has "respond \"api.example.com has no address" (configOf stream [
        { claudetorio.edge.routes."api.example.com" = null; }
      ]).services.caddy.virtualHosts."api.example.com".extraConfig;
    "what listens on the mesh starts before the mesh is there" =
      (configOf mini [ behind ]).boot.kernel.sysctl."net.ipv4.ip_nonlocal_bind" == 1
      && early.boot.kernel.sysctl."net.ipv6.ip_nonlocal_bind" == 1
      && !(hasAttr "net.ipv4.ip_nonlocal_bind" plainStream.boot.kernel.sysctl);
    "a published port on the mesh admits the edge only" =
      (client early).ports == [ "100.64.0.3:9001:8080" ]
      && has "ip saddr { 100.64.0.2 } tcp dport { 9001, 9002, 9003 } accept" early.networking.nftables.tables.published-ports.content
      && has "fib daddr type local tcp dport { 9001, 9002, 9003 } drop" early.networking.nftables.tables.published-ports.content
      && !(hasAttr "published-ports" plainStream.networking.nftables.tables);
    "streams are published on 127.0.0.1 only" = (client plainStream).ports == [ "127.0.0.1:9001:8080" ];
    "no connection takes a service's port before it starts" =
      all
        (
          port:
          elem port (filter builtins.isString (builtins.split "," box.boot.kernel.sysctl."net.ipv4.ip_local_reserved_ports"))
        )
        [
          "34199"
          "41641"
          "49152-49200"
        ];

    "a static address goes to the wired interface, not to those of containers" =
      (configOf game [
        {
          claudetorio.network = {
            address = "203.0.113.10/24";
            gateway = "203.0.113.1";
          };
        }
      ]).systemd.network.networks."10-wired".matchConfig == {
        Type = "ether";
        Kind = "!*";
      };

    # ---- TURN ----
    "TURN refuses private networks and the mesh" = all (range: has "denied-peer-ip=${range}\n" (turn plainStream)) [
      "10.0.0.0-10.255.255.255"
      "100.64.0.0-100.127.255.255"
      "127.0.0.0-127.255.255.255"
      "169.254.0.0-169.254.255.255"
      "172.16.0.0-172.31.255.255"
      "192.168.0.0-192.168.255.255"
      "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    ];
    "TURN lends nobody the host's address towards the fleet" =
      has "denied-peer-ip=203.0.113.10\n" (turn plainStream)
      && has "denied-peer-ip=203.0.113.20\n" (turn plainStream)
      && !(has "denied-peer-ip=203.0.113.30" (turn plainStream));
    "TURN reaches its own stream containers" =
      has "allowed-peer-ip=10.88.0.2-10.88.255.254" (turn plainStream)
      && has "allowed-peer-ip=172.17.0.2-172.17.255.254" (
        turn (configOf stream [ { claudetorio.containers = force "docker"; } ])
      );
    "TURN reaches no service of its own host" =
      has "meta skuid 249 oifname \"lo\" ct state new udp dport != { 49152-49200 } drop" plainStream.networking.nftables.tables.turn.content;
    "TURN relays no TCP" = plainStream.services.coturn.no-tcp-relay;
    "TURN announces its public address behind NAT" =
      has "external-ip=203.0.113.30/10.0.0.4" (turn (configOf stream [ (hosts { ${stream}.private = "10.0.0.4"; }) ]))
      && !(has "external-ip" (turn plainStream));
    "TURN pairs addresses of one family behind NAT" = has "external-ip=203.0.113.30/10.0.0.4" (
      turn (configOf stream [
        (hosts {
          ${stream} = {
            private = "10.0.0.4";
            public = force [
              "2001:db8::30"
              "203.0.113.30"
            ];
          };
        })
      ])
    );
    "turnserver reads TURN's secret" = plainStream.claudetorio.secrets.turn_static_auth_secret.owner == "turnserver";
    "TURN's name leads to one host, also with two stream hosts" =
      (client plainStream).environment.SELKIES_TURN_HOST == "turn.example.com"
      && (client (configOf stream [ secondStreamHost ])).environment.SELKIES_TURN_HOST == "203.0.113.30";

    # ---- secrets and demo values ----
    "one TURN secret for coturn and the streams" =
      plainStream.claudetorio.secrets.selkies_env.variables.SELKIES_TURN_SHARED_SECRET == "turn_static_auth_secret"
      && elem "selkies.env" (filter builtins.isString (builtins.split "[ /]" (unitOf plainStream "claudetorio-secrets").script));
    "a service that runs as another user gets a copy of a file that is root's" =
      let
        config = configOf game [
          {
            imports = [ (tree + "/modules/coturn.nix") ];
            claudetorio.secrets.api_token = {
              owner = "turnserver";
              restartUnits = [ "coturn.service" ];
            };
          }
        ];
        unit = unitOf config "claudetorio-secrets";
      in
      config.services.coturn.static-auth-secret-file == "/run/claudetorio/turn_static_auth_secret"
      && config.claudetorio.secrets.api_token.path == "/run/claudetorio/api_token"
      && has "install -m 0400 -o turnserver /etc/claudetorio/turn_static_auth_secret /run/claudetorio/turn_static_auth_secret\n" unit.script
      && elem "coturn.service" unit.requiredBy
      && !(hasAttr "claudetorio-secrets" (configOf mini [ ]).systemd.services);
    "no stream starts with the public TURN secret" =
      let
        needing = (unitOf plainStream "claudetorio-secrets").requiredBy;
      in
      elem "podman-stream-c01.service" needing && elem "coturn.service" needing;
    "no stream keeps the public password" =
      builtins.head (client plainStream).environmentFiles == "/var/lib/claudetorio/stream-c01.env"
      && has "SELKIES_BASIC_AUTH_PASSWORD=%s\\nPASSWD=%s" (unitOf plainStream "claudetorio-stream-passwords").script
      && elem "podman-stream-c03.service" (unitOf plainStream "claudetorio-stream-passwords").before;
    "no stream asks a public relay or STUN server" =
      (client plainStream).environment.SELKIES_STUN_HOST == "turn.example.com"
      && (client plainStream).environment.SELKIES_TURN_PORT == "3478";
    "the two generations of Selkies are told apart" =
      let
        old = (client (configOf stream [ { claudetorio.stream.selkies = "v1"; } ])).environment;
        new = (client plainStream).environment;
      in
      new.SELKIES_MODE == "webrtc"
      && new.SELKIES_PORT == "8080"
      && new.SELKIES_ALLOWED_ORIGINS == "https://c01.stream.example.com"
      && !(any (name: hasAttr name old) [
        "SELKIES_MODE"
        "SELKIES_PORT"
        "SELKIES_ALLOWED_ORIGINS"
      ]);

    "the secrets have the names that the design gives them" =
      attrNames (configOf stream [ { claudetorio.tailscale.autoJoin = true; } ]).claudetorio.secrets == [
        "selkies_env"
        "tailscale_authkey"
        "turn_static_auth_secret"
      ]
      && attrNames (configOf mini [ ]).claudetorio.secrets == [ "broker_env" ];
    "a fleet without sops reads the files that were put there by hand" =
      (configOf mini [ ]).virtualisation.oci-containers.containers.broker.environmentFiles == [ "/etc/claudetorio/broker.env" ]
      && elem "/etc/claudetorio/selkies.env" (client plainStream).environmentFiles;

    # ---- broker, Redis, Caddy ----
    "the broker reaches Redis and Caddy reaches the broker" =
      let
        config = configOf mini [ ];
        inherit (config.virtualisation.oci-containers.containers) broker;
      in
      config.services.redis.servers."".bind == "127.0.0.1"
      && broker.environment.REDIS_URL == "redis://127.0.0.1:6379/0"
      && broker.networks == [ "host" ]
      && "${broker.environment.HOST}:${broker.environment.PORT}" == "127.0.0.1:8000"
      && has "reverse_proxy 127.0.0.1:8000" config.services.caddy.virtualHosts."api.example.com".extraConfig;
    "Let's Encrypt is asked only once a visitor comes" =
      let
        inherit (plainStream.services) caddy;
      in
      has "on_demand_tls" caddy.globalConfig
      && has "@ours query domain=c01.stream.example.com domain=c02.stream.example.com domain=c03.stream.example.com" caddy.extraConfig
      && all (name: has "on_demand" caddy.virtualHosts.${name}.extraConfig) (attrNames caddy.virtualHosts);
    "no stream takes the port that Caddy asks at" =
      any (has "port 2020 of factorio-server-stream is Caddy's own") (
        complaints stream [
          {
            claudetorio.stream.clients = [
              {
                id = "c04";
                localPort = 2020;
              }
            ];
          }
        ]
      );

    # ---- one version and one list of mods ----
    "server and clients get one folder of mods" =
      let
        folder = "${plain.claudetorio.factorio.modFolder}";
      in
      has "${folder}/*" (unitOf plain "podman-factorio-g01").preStart
      && elem "${plainStream.claudetorio.factorio.modFolder}:/factorio/mods:ro" (client plainStream).volumes
      && "${plainStream.claudetorio.factorio.modFolder}" == folder;
    "the expansion is on where the list has it" =
      let
        expansion =
          mods: (configOf game [ { claudetorio.factorio.mods = force mods; } ]).virtualisation.oci-containers.containers.factorio-g01.environment.DLC_SPACE_AGE;
      in
      expansion [ ] == "false"
      && expansion [
        "quality"
        "space-age"
      ] == "quality space-age";

    # ---- deploys ----
    "who deploys may send what was built elsewhere, who watches may not" =
      elem "deploy" plain.nix.settings.trusted-users
      && !(elem "watcher"
        (configOf game [
          {
            claudetorio.watch = {
              user = "watcher";
              keys = [ "ssh-ed25519 AAAA w" ];
            };
          }
        ]).nix.settings.trusted-users
      );

    # ---- shapes of a fleet ----
    "one box with all roles" = evaluates box && evaluates (configOf stream [ everything ]);
    "one box with all roles reaches its own games" =
      (box.virtualisation.oci-containers.containers.stream-c03).environment.FACTORIO_SERVER == "host.containers.internal:34199"
      && has "iifname \"podman*\" udp dport { 34199 } accept" box.networking.firewall.extraInputRules;
    "two stream hosts reach the games" =
      let
        config = configOf game [
          joined
          secondStreamHost
        ];
      in
      evaluates config && has "ip saddr { 100.64.0.3, 100.64.0.4 } udp dport" config.networking.firewall.extraInputRules;
    "two brokers" = evaluates (
      configOf game [
        {
          imports = [ (tree + "/modules/roles/broker.nix") ];
          claudetorio.broker.domain = "example.com";
          claudetorio.fleet.hosts.${game}.roles = [ "broker" ];
        }
      ]
    );
  };
in
filter (name: cases.${name} != true) (attrNames cases)
