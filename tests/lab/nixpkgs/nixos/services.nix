# SPDX-License-Identifier: GPL-3.0-or-later
# The native services, as units that run Debian's own programs with what the NixOS options say.
{
  config,
  internal,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.services)
    caddy
    coturn
    redis
    tailscale
    yggdrasil
    zerotierone
    ;
  wireguard = config.networking.wireguard.interfaces;
  wireguardUnits =
    name:
    map
      (unit: {
        name = "wireguard-${name}${unit}";
        value = overlay "WireGuard ${name}${unit}";
      })
      ([ "" ] ++ map (peer: "-peer-${peer.name}") wireguard.${name}.peers);
  # No program of an overlay runs in the lab.
  overlay = what: {
    description = "${what} (stand-in)";
    wantedBy = [ "multi-user.target" ];
    after = [ "network.target" ];
    serviceConfig.Restart = "on-failure";
    script = "exec sleep infinity";
  };
  lines = values: lib.concatStringsSep "" (map (line: "${line}\n") values);
  yes = value: if value then "yes" else "no";

  # ---- redis: the server without a name is redis.service ----
  redisName = name: if name == "" then "redis" else "redis-${name}";
  redisConf =
    name: server:
    pkgs.writeText "${redisName name}.conf" (
      lines (
        lib.optional (server.bind != null) "bind ${server.bind}"
        ++ [
          "port ${toString server.port}"
          "dir /var/lib/${redisName name}"
          "databases ${toString server.databases}"
          "maxclients ${toString server.maxclients}"
          "loglevel ${server.logLevel}"
          "appendonly ${yes server.appendOnly}"
          "appendfsync ${server.appendFsync}"
        ]
        ++ map (pair: "save ${lib.concatStringsSep " " (map toString pair)}") server.save
        ++ lib.optional (server.requirePass != null) "requirepass ${server.requirePass}"
      )
      + lib.generators.toKeyValue {
        mkKeyValue = lib.generators.mkKeyValueDefault {
          mkValueString = v: if builtins.isBool v then yes v else toString v;
        } " ";
        listsAsDuplicateKeys = true;
      } (removeAttrs server.settings [ ])
    );
  redisUnit = name: server: {
    name = redisName name;
    value = lib.mkIf server.enable {
      description = "Redis server ${name} (Debian's program)";
      wantedBy = [ "multi-user.target" ];
      after = [ "network.target" ];
      serviceConfig = {
        Type = "notify";
        ExecStart = "/usr/bin/redis-server ${redisConf name server} --supervised systemd --daemonize no";
        User = "redis";
        Group = "redis";
        StateDirectory = redisName name;
        StateDirectoryMode = "0700";
        Restart = "always";
      };
    };
  };

  # ---- caddy: certificates of its own, because no name of the lab can get real ones ----
  siteOf =
    host:
    "${lib.concatStringsSep ", " ([ host.hostName ] ++ host.serverAliases)} {\n"
    + lib.optionalString (host.listenAddresses != [ ]) "bind ${lib.concatStringsSep " " host.listenAddresses}\n"
    + "${host.extraConfig}\n}\n";
  caddyfile = pkgs.writeText "Caddyfile" (
    "{\nlocal_certs\nskip_install_trust\n"
    + lib.optionalString (caddy.email != null) "email ${caddy.email}\n"
    + "${caddy.globalConfig}\n}\n${caddy.extraConfig}\n"
    + lib.concatStringsSep "" (map siteOf (builtins.attrValues caddy.virtualHosts))
  );

  # ---- coturn ----
  turnConf = pkgs.writeText "turnserver.conf" (
    lines (
      [
        "listening-port=${toString coturn.listening-port}"
        "tls-listening-port=${toString coturn.tls-listening-port}"
        "min-port=${toString coturn.min-port}"
        "max-port=${toString coturn.max-port}"
        "realm=${coturn.realm}"
        "no-cli"
        "log-file=stdout"
        "simple-log"
        "pidfile=/run/coturn/turnserver.pid"
      ]
      ++ map (ip: "listening-ip=${ip}") coturn.listening-ips
      ++ map (ip: "relay-ip=${ip}") coturn.relay-ips
      ++ builtins.concatMap (name: lib.optional coturn.${name} name) [
        "lt-cred-mech"
        "use-auth-secret"
        "no-auth"
        "no-udp"
        "no-tcp"
        "no-tls"
        "no-dtls"
        "no-udp-relay"
        "no-tcp-relay"
        "secure-stun"
      ]
      ++ lib.optional (coturn.static-auth-secret != null) "static-auth-secret=${coturn.static-auth-secret}"
    )
    + coturn.extraConfig
  );
in
{
  options.services.caddy.virtualHosts = lib.mkOption {
    type = internal.types.attrsOf (
      internal.types.submodule (
        { name, ... }:
        {
          config.hostName = internal.properties.mkOptionDefault name;
        }
      )
    );
  };
  options.services.redis.servers = lib.mkOption {
    type = internal.types.attrsOf (
      internal.types.submodule (
        { name, ... }:
        {
          config.port = internal.properties.mkOptionDefault (if name == "" then 6379 else 0);
        }
      )
    );
  };

  config.users = lib.mkIf coturn.enable {
    users.turnserver = {
      uid = 249;
      group = "turnserver";
      isSystemUser = true;
    };
    groups.turnserver.gid = 249;
  };
  # For tests with the programs themselves.
  config.system.build = {
    inherit caddyfile turnConf;
    redisConf = if redis.servers ? "" then redisConf "" redis.servers."" else null;
  };
  config.systemd.services = lib.mkMerge [
    (builtins.listToAttrs (builtins.attrValues (builtins.mapAttrs redisUnit redis.servers)))
    (lib.mkIf caddy.enable {
      caddy = {
        description = "Caddy (Debian's program)";
        wantedBy = [ "multi-user.target" ];
        after = [ "network.target" ];
        environment = {
          HOME = caddy.dataDir;
          XDG_CONFIG_HOME = "${caddy.dataDir}/config";
          XDG_DATA_HOME = "${caddy.dataDir}/data";
        };
        serviceConfig = {
          Type = "notify";
          ExecStart = "/usr/bin/caddy run --config ${caddyfile} --adapter caddyfile";
          User = caddy.user;
          Group = caddy.group;
          StateDirectory = "caddy";
          AmbientCapabilities = "CAP_NET_BIND_SERVICE";
          TimeoutStopSec = "5s";
          Restart = "on-failure";
        };
      };
    })
    (lib.mkIf coturn.enable {
      coturn = {
        description = "coturn (Debian's program)";
        wantedBy = [ "multi-user.target" ];
        after = [ "network.target" ];
        # The secret is spliced in as the user of the service, so this user must be able to read its file.
        preStart = ''
          umask 077
          cat ${turnConf} > /run/coturn/turnserver.cfg
        ''
        + lib.optionalString (coturn.static-auth-secret-file != null) ''
          printf 'static-auth-secret=%s\n' "$(head -n 1 ${lib.escapeShellArg coturn.static-auth-secret-file})" >> /run/coturn/turnserver.cfg
        ''
        # Without an address it would listen on every interface by name, which fails in a container.
        + lib.optionalString (coturn.listening-ips == [ ]) ''
          ip -o -4 address show scope global | sed 's/.* inet \([0-9.]*\).*/listening-ip=\1/' >> /run/coturn/turnserver.cfg
        '';
        serviceConfig = {
          Type = "simple";
          ExecStart = "/usr/bin/turnserver -c /run/coturn/turnserver.cfg";
          User = "turnserver";
          Group = "turnserver";
          RuntimeDirectory = "coturn";
          StateDirectory = "turn";
          Restart = "on-abort";
        };
      };
    })
    (lib.mkIf tailscale.enable { tailscaled = overlay "Tailscale"; })
    (lib.mkIf zerotierone.enable { zerotierone = overlay "ZeroTier"; })
    (lib.mkIf yggdrasil.enable { yggdrasil = overlay "Yggdrasil"; })
    # As NixOS' scripts do it: one unit for the interface, one for each peer by its name.
    (lib.mkIf (!config.networking.wireguard.useNetworkd) (
      builtins.listToAttrs (builtins.concatMap wireguardUnits (builtins.attrNames wireguard))
    ))
  ];
}
