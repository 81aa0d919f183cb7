# SPDX-License-Identifier: GPL-3.0-or-later
# Secrets by agenix: encrypted in secrets/, one file each, decrypted on the host with its own SSH host key, never in the
# Nix store. secrets/<host>/ holds what one host needs, secrets/ what several need; secrets.nix says who can read what.
{ config, lib, ... }:
let
  cfg = config.claudetorio.secrets;
  host = config.networking.hostName;
  there = lib.filterAttrs isThere cfg;
  names = builtins.attrNames there;
  nameOf = name: secret: if secret.scope == "host" then "${host}/${name}" else name;
  encrypted = name: secret: ../secrets + "/${nameOf name secret}.age";
  isThere = name: secret: !secret.optional || builtins.pathExists (encrypted name secret);
  fileOf =
    name: secret:
    if builtins.pathExists (encrypted name secret) then
      encrypted name secret
    else
      throw "switchyard: secrets/${nameOf name secret}.age does not exist yet: ${host} needs it. Make it with `switchyardctl secrets fleet.yaml make`, or with agenix.";

  # Where agenix puts it, or the unit below that puts env files together.
  pathOf =
    name: secret:
    if !isThere name secret then
      null
    else if secret.variables == { } then
      "/run/agenix/${name}"
    else
      "/run/claudetorio/${name}";

  # Env files that hold other secrets too are put together on the host.
  composed = builtins.filter (name: there.${name}.variables != { }) names;
  partsOf = name: [ name ] ++ builtins.attrValues there.${name}.variables;
  putTogether =
    name:
    let
      secret = there.${name};
    in
    ''
      {
        cat /run/agenix/${name}
        echo
    ''
    + lib.concatStringsSep "" (
      map (variable: ''
        printf '%s=%s\n' ${variable} "$(cat /run/agenix/${secret.variables.${variable}})"
      '') (builtins.attrNames secret.variables)
    )
    + ''
      } > /run/claudetorio/${name}
      chown ${secret.owner} /run/claudetorio/${name}
    '';

  # agenix restarts nothing by itself: a unit starts anew when the encrypted file of what it uses is another one.
  triggers = secrets: map (name: "${fileOf name cfg.${name}}") secrets;
  users = name: there.${name}.restartUnits;
  units = builtins.attrNames (lib.genAttrs (builtins.concatMap users names) (_: null));
  restarting = unit: {
    name = builtins.head (builtins.match "(.*)\\.service" unit);
    value.restartTriggers = triggers (
      builtins.concatMap partsOf (builtins.filter (name: builtins.elem unit (users name)) names)
    );
  };
in
{
  options.claudetorio.secrets = import ./secret-options.nix { inherit lib pathOf; };

  config.age = {
    identityPaths = [ "/etc/ssh/ssh_host_ed25519_key" ];
    secrets = lib.mapAttrs (name: secret: {
      file = fileOf name secret;
      inherit (secret) owner;
    }) there;
  };

  config.systemd.services = lib.mkMerge [
    (builtins.listToAttrs (map restarting units))
    (lib.mkIf (composed != [ ]) {
      claudetorio-secrets = {
        description = "Env files that are put together from several secrets";
        before = builtins.concatMap users composed;
        requiredBy = builtins.concatMap users composed;
        restartTriggers = triggers (builtins.concatMap partsOf composed);
        serviceConfig = {
          Type = "oneshot";
          RemainAfterExit = true;
          RuntimeDirectory = "claudetorio";
          RuntimeDirectoryMode = "0711";
          UMask = "0077";
        };
        script = lib.concatStringsSep "" (map putTogether composed);
      };
    })
  ];
}
