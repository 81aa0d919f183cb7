# SPDX-License-Identifier: GPL-3.0-or-later
# Secrets by hand. Put these files on the hosts yourself, readable by root only; nothing of them enters the Nix store:
#
#   /etc/claudetorio/broker.env    on the broker: JWT secret and the like
#   /etc/claudetorio/selkies.env   on stream hosts: SELKIES_TURN_SHARED_SECRET=<openssl rand -hex 32>, and a
#                                  SELKIES_BASIC_AUTH_PASSWORD, or else each stream makes one in /var/lib/claudetorio
#
# coturn needs the same TURN secret: a small unit takes it out of selkies.env, so that it is written down only once.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.claudetorio.secrets;
  # broker_env -> /etc/claudetorio/broker.env; other names become the file's name as they are.
  fileOf =
    name:
    let
      env = builtins.match "(.*)_env" name;
    in
    "/etc/claudetorio/${if env == null then name else "${builtins.head env}.env"}";

  # The secrets that stand as a variable in the env file of another one: secret -> that variable and file.
  variablesOf =
    env:
    map (variable: {
      name = cfg.${env}.variables.${variable};
      value = {
        inherit variable;
        file = cfg.${env}.path;
      };
    }) (builtins.attrNames cfg.${env}.variables);
  taken = lib.filterAttrs (name: source: cfg ? ${name}) (
    builtins.listToAttrs (builtins.concatMap variablesOf (builtins.attrNames cfg))
  );
  takeOut =
    name:
    let
      source = taken.${name};
    in
    ''
      value=$(sed -n 's/^${source.variable}=//p' ${source.file} | tail -n 1)
      if [ -z "$value" ]; then
        echo "${source.variable} is not set in ${source.file}: write it there, then start this unit again" >&2
        exit 1
      fi
      printf '%s' "$value" > /run/claudetorio/${name}
      chown ${cfg.${name}.owner} /run/claudetorio/${name}
    '';
  # Those that use a secret, and those of the env file: without the variable they would run with a public default.
  needing = builtins.attrNames taken ++ builtins.attrNames (lib.filterAttrs (name: secret: secret.variables != { }) cfg);
  users = builtins.concatMap (name: cfg.${name}.restartUnits) needing;
in
{
  options.claudetorio.secrets = mkOption {
    default = { };
    description = "The secrets that the roles of this host need.";
    type = types.attrsOf (
      types.submodule (
        { name, config, ... }:
        {
          options = {
            optional = mkOption {
              type = types.bool;
              default = false;
              description = "Whether the host does without it while it is not there.";
            };
            scope = mkOption {
              type = types.enum [
                "host"
                "shared"
                "fleet"
              ];
              default = "host";
              description = "Whether each host has its own, those that need it share one, or all hosts do.";
            };
            owner = mkOption {
              type = types.str;
              default = "root";
              description = "User who may read it.";
            };
            restartUnits = mkOption {
              type = types.listOf types.str;
              default = [ ];
              description = "Units that use it.";
            };
            variables = mkOption {
              type = types.attrsOf types.str;
              default = { };
              description = "Variables of this env file that hold other secrets: variable -> secret.";
            };
            path = mkOption {
              type = types.nullOr types.path;
              default =
                if config.optional then
                  null
                else if taken ? ${name} then
                  "/run/claudetorio/${name}"
                else
                  fileOf name;
              description = "Where it lies on the host; null: it is optional and not there.";
            };
          };
        }
      )
    );
  };

  config.systemd.services = lib.mkIf (taken != { }) {
    claudetorio-secrets = {
      description = "Secrets taken out of the env files in /etc/claudetorio";
      before = users;
      requiredBy = users;
      serviceConfig = {
        Type = "oneshot";
        RemainAfterExit = true;
        RuntimeDirectory = "claudetorio";
        RuntimeDirectoryMode = "0711";
        UMask = "0077";
      };
      script = lib.concatStringsSep "" (map takeOut (builtins.attrNames taken));
    };
  };
}
