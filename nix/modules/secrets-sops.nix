# SPDX-License-Identifier: GPL-3.0-or-later
# Secrets by sops-nix: encrypted in secrets/, decrypted on the host with its own SSH host key, never in the Nix store.
# secrets/<host>.yaml holds what one host needs, secrets/shared.yaml what several need.
{ config, lib, ... }:
let
  cfg = config.claudetorio.secrets;
  # Env files that hold other secrets too are put together on the host.
  there = lib.filterAttrs isThere cfg;
  plain = lib.filterAttrs (name: secret: secret.variables == { }) there;
  composed = lib.filterAttrs (name: secret: secret.variables != { }) there;
  host = config.networking.hostName;
  # A host that is called as one of the files for several keeps a file of its own.
  own = if host == "shared" || host == "fleet" then "${host}.host" else host;
  nameOf = secret: if secret.scope == "host" then own else secret.scope;
  encrypted = secret: ../secrets + "/${nameOf secret}.yaml";
  fileOf =
    secret:
    if builtins.pathExists (encrypted secret) then
      encrypted secret
    else
      throw "switchyard: secrets/${nameOf secret}.yaml does not exist yet: ${host} needs it. Make it with `switchyardctl secrets fleet.yaml make`, or with sops.";
  # sops leaves the names readable.
  isNamed =
    name: line: builtins.isString line && builtins.substring 0 (builtins.stringLength name + 1) line == "${name}:";
  isThere =
    name: secret:
    !secret.optional
    || builtins.pathExists (encrypted secret)
      && builtins.any (isNamed name) (builtins.split "\n" (builtins.readFile (encrypted secret)));

  # Where sops-nix puts it, or the env file that it renders.
  pathOf =
    name: secret:
    if !isThere name secret then
      null
    else if secret.variables == { } then
      "/run/secrets/${name}"
    else
      "/run/secrets/rendered/${name}";
in
{
  options.claudetorio.secrets = import ./secret-options.nix { inherit lib pathOf; };

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
