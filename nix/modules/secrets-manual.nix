# SPDX-License-Identifier: GPL-3.0-or-later
# Secrets by hand. Put these files on the hosts yourself, with root as their owner and mode 0400, before a configuration
# that needs them is activated; nothing of them enters the Nix store:
#
#   /etc/claudetorio/broker.env    on the broker: JWT secret and the like
#   /etc/claudetorio/selkies.env   on stream hosts: SELKIES_TURN_SHARED_SECRET=<openssl rand -hex 32>, and a
#                                  SELKIES_BASIC_AUTH_PASSWORD, or else each stream makes one in /var/lib/claudetorio
#   /etc/claudetorio/<name>        any other secret, under its own name
#
# A small unit hands on what root alone cannot use: it takes the TURN secret out of selkies.env, so that it is written
# down only once, and gives a service that runs as another user a copy of its own. NixOS does not notice when you change
# a file: restart what uses it then, or `claudetorio-secrets`, and with it all that it hands on to.
{ config, lib, ... }:
let
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

  # The user may not be there yet when the file is, so the file is root's and the service gets a copy.
  isCopied = name: secret: !secret.optional && secret.owner != "root" && !(taken ? ${name});
  copied = builtins.attrNames (lib.filterAttrs isCopied cfg);
  copy = name: ''
    install -m 0400 -o ${cfg.${name}.owner} ${fileOf name} /run/claudetorio/${name}
  '';

  pathOf =
    name: secret:
    if secret.optional then
      null
    else if taken ? ${name} || isCopied name secret then
      "/run/claudetorio/${name}"
    else
      fileOf name;

  # Those that use a secret, and those of the env file: without the variable they would run with a public default.
  needing =
    builtins.attrNames taken
    ++ copied
    ++ builtins.attrNames (lib.filterAttrs (name: secret: secret.variables != { }) cfg);
  users = builtins.concatMap (name: cfg.${name}.restartUnits) needing;
in
{
  options.claudetorio.secrets = import ./secret-options.nix { inherit lib pathOf; };

  config.systemd.services = lib.mkIf (needing != [ ]) {
    claudetorio-secrets = {
      description = "Secrets handed on from the files in /etc/claudetorio";
      before = users;
      requiredBy = users;
      serviceConfig = {
        Type = "oneshot";
        RemainAfterExit = true;
        RuntimeDirectory = "claudetorio";
        RuntimeDirectoryMode = "0711";
        UMask = "0077";
      };
      script = lib.concatStringsSep "" (map takeOut (builtins.attrNames taken) ++ map copy copied);
    };
  };
}
