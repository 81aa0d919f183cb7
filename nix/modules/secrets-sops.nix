# SPDX-License-Identifier: GPL-3.0-or-later
# Secrets by sops-nix: encrypted in secrets/, decrypted on the host with its own SSH host key, never in the Nix store.
# secrets/<host>.yaml holds what one host needs, secrets/shared.yaml what several need.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.claudetorio.secrets;
  # Env files that hold other secrets too are put together on the host.
  there = lib.filterAttrs isThere cfg;
  plain = lib.filterAttrs (name: secret: secret.variables == { }) there;
  composed = lib.filterAttrs (name: secret: secret.variables != { }) there;
  host = config.networking.hostName;
  # A host that is called as one of the files for several keeps a file of its own.
  own = if host == "shared" || host == "fleet" then "${host}.host" else host;
  nameOf = secret: if secret.scope == "host" then own else secret.scope;
  pathOf = secret: ../secrets + "/${nameOf secret}.yaml";
  fileOf =
    secret:
    if builtins.pathExists (pathOf secret) then
      pathOf secret
    else
      throw "switchyard: secrets/${nameOf secret}.yaml does not exist yet: ${host} needs it. Make it with `switchyardctl secrets fleet.yaml make`, or with sops.";
  # sops leaves the names readable.
  isNamed =
    name: line: builtins.isString line && builtins.substring 0 (builtins.stringLength name + 1) line == "${name}:";
  isThere =
    name: secret:
    !secret.optional
    || builtins.pathExists (pathOf secret)
      && builtins.any (isNamed name) (builtins.split "\n" (builtins.readFile (pathOf secret)));
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
                if !isThere name config then
                  null
                else if config.variables == { } then
                  "/run/secrets/${name}"
                else
                  "/run/secrets/rendered/${name}";
              description = "Where it lies on the host; null: it is optional and not there.";
            };
          };
        }
      )
    );
  };

  config.sops = {
    age.sshKeyPaths = [ "/etc/ssh/ssh_host_ed25519_key" ];
    secrets =
      lib.mapAttrs (name: secret: {
        sopsFile = fileOf secret;
        inherit (secret) owner restartUnits;
      }) plain
      // lib.mapAttrs (name: secret: { sopsFile = fileOf secret; }) composed;
    templates = lib.mapAttrs (name: secret: {
      inherit (secret) owner restartUnits;
      content = ''
        ${config.sops.placeholder.${name}}
      ''
      + lib.concatStringsSep "" (
        map (variable: "${variable}=${config.sops.placeholder.${secret.variables.${variable}}}\n") (
          builtins.attrNames secret.variables
        )
      );
    }) composed;
  };
}
