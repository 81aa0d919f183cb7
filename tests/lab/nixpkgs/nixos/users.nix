# SPDX-License-Identifier: GPL-3.0-or-later
# Normal users, their keys and sudo rules, made on a Debian host by the activation. Users are never removed.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  users = lib.filterAttrs (_: user: user.enable) config.users.users;
  normal = lib.filterAttrs (_: user: user.isNormalUser) users;
  withKeys = lib.filterAttrs (_: user: user.openssh.authorizedKeys.keys != [ ]) users;
  keysOf =
    name:
    pkgs.writeText "keys-${name}" (
      lib.concatStringsSep "" (map (key: "${key}\n") users.${name}.openssh.authorizedKeys.keys)
    );

  command =
    c: if builtins.isString c then c else lib.concatStringsSep "" (map (option: "${option}: ") (c.options or [ ])) + c.command;
  rule =
    r:
    map (
      who: "${who} ${r.host}=(${r.runAs}) ${lib.concatStringsSep ", " (map command r.commands)}\n"
    ) (map toString r.users ++ map (group: "%${toString group}") r.groups);
  sudoers = pkgs.writeText "sudoers" (
    lib.concatStringsSep "" (builtins.concatMap rule config.security.sudo.extraRules) + config.security.sudo.extraConfig
  );

  make = name: ''
    id -u ${lib.escapeShellArg name} > /dev/null 2>&1 || useradd -m -s /bin/bash ${lib.escapeShellArg name}
    ${lib.concatStringsSep "\n" (
      map (
        group: "! getent group ${group} > /dev/null || usermod -aG ${group} ${lib.escapeShellArg name}"
      ) users.${name}.extraGroups
    )}
  '';
in
{
  system.activationScripts.users = lib.concatStringsSep "" (
    map make (builtins.attrNames normal)
    ++ [
      ''
        install -d -m 0755 /etc/ssh/authorized_keys.d
        kept=/var/lib/nixos/keys-list
        mkdir -p /var/lib/nixos
        touch "$kept"
        while IFS= read -r name; do rm -f "/etc/ssh/authorized_keys.d/$name"; done < "$kept"
        : > "$kept"
      ''
    ]
    ++ map (name: ''
      install -m 0444 ${keysOf name} /etc/ssh/authorized_keys.d/${name}
      echo ${name} >> "$kept"
    '') (builtins.attrNames withKeys)
    ++ [
      (
        if config.security.sudo.enable && config.security.sudo.extraRules != [ ] then
          ''
            if [ -d /etc/sudoers.d ]; then install -m 0440 ${sudoers} /etc/sudoers.d/50-nixos; fi
          ''
        else
          "rm -f /etc/sudoers.d/50-nixos\n"
      )
    ]
  );
}
