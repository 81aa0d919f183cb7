# SPDX-License-Identifier: GPL-3.0-or-later
# Debian's sshd takes the settings of services.openssh from a file of its own, and keys from /etc/ssh/authorized_keys.d.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.openssh;
  word =
    value:
    if builtins.isBool value then
      (if value then "yes" else "no")
    else if builtins.isList value then
      lib.concatStringsSep "," value
    else
      toString value;
  # What Debian's older sshd may not know stays with its own defaults.
  known = removeAttrs cfg.settings [
    "Ciphers"
    "KexAlgorithms"
    "Macs"
    "AuthorizedPrincipalsFile"
    "GatewayPorts"
  ];
  settings = lib.filterAttrs (_: value: value != null) known;
  file = pkgs.writeText "sshd-nixos.conf" (
    lib.concatStringsSep "" (
      map (port: "Port ${toString port}\n") cfg.ports
      ++ [ "AuthorizedKeysFile ${lib.concatStringsSep " " cfg.authorizedKeysFiles}\n" ]
      ++ map (name: "${name} ${word settings.${name}}\n") (builtins.attrNames settings)
    )
    + cfg.extraConfig
  );
in
{
  services.openssh.authorizedKeysFiles = lib.optional cfg.authorizedKeysInHomedir "%h/.ssh/authorized_keys" ++ [
    "/etc/ssh/authorized_keys.d/%u"
  ];
  system.activationScripts.sshd = lib.mkIf cfg.enable {
    deps = [ "users" ];
    text = ''
      conf=/etc/ssh/sshd_config.d/50-nixos.conf
      if [ -d /etc/ssh/sshd_config.d ] && ! cmp -s ${file} "$conf"; then
        [ ! -e "$conf" ] || cp -p "$conf" "$conf.before"
        cp ${file} "$conf"
        if /usr/sbin/sshd -t; then
          rm -f "$conf.before"
          systemctl reload-or-restart ssh.service || systemctl reload-or-restart sshd.service
        else
          echo "sshd refuses its new settings; the old ones stay" >&2
          if [ -e "$conf.before" ]; then mv "$conf.before" "$conf"; else rm -f "$conf"; fi
          false
        fi
      fi
    '';
  };
}
