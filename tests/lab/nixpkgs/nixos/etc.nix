# SPDX-License-Identifier: GPL-3.0-or-later
# /etc/<target> from environment.etc; linked by the activation, which never touches a file that it did not make.
{
  config,
  internal,
  lib,
  pkgs,
  ...
}:
let
  files = builtins.filter (file: file.enable) (builtins.attrValues config.environment.etc);
in
{
  options.environment.etc = lib.mkOption {
    type = internal.types.attrsOf (
      internal.types.submodule (
        { name, config, ... }:
        {
          config = {
            target = internal.properties.mkOptionDefault name;
            source = lib.mkIf (config.text != null) (
              internal.properties.mkOptionDefault (
                pkgs.writeText "etc-${builtins.replaceStrings [ "/" " " ] [ "-" "-" ] name}" config.text
              )
            );
          };
        }
      )
    );
  };

  config.system.build.etc = pkgs.runCommand "etc" {
    files = lib.concatStringsSep "\n" (map (file: "${file.target}\t${file.source}\t${file.mode}") files);
    passAsFile = [ "files" ];
  } ''
    mkdir -p "$out/files"
    while IFS="$(printf '\t')" read -r target source mode; do
      [ -n "$target" ] || continue
      mkdir -p "$out/files/$(dirname "$target")"
      ln -s "$source" "$out/files/$target"
      printf '%s\t%s\n' "$target" "$mode" >> "$out/list"
    done <<END
    $(cat "$filesPath")
    END
    touch "$out/list"
  '';
  config.system.activationScripts.etc = ''
    kept=/var/lib/nixos/etc-list
    mkdir -p /var/lib/nixos
    touch "$kept"
    while IFS= read -r target; do
      case $(readlink "/etc/$target" || true) in
      /nix/store/*) cut -f1 "$systemConfig/etc/list" | grep -qxF "$target" || rm -f "/etc/$target" ;;
      esac
    done < "$kept"
    while IFS="$(printf '\t')" read -r target mode; do
      mkdir -p "$(dirname "/etc/$target")"
      if [ -e "/etc/$target" ] && ! [ -L "/etc/$target" ]; then
        echo "/etc/$target is not managed here, left as it is" >&2
      else
        ln -sfn "$(readlink -f "$systemConfig/etc/files/$target")" "/etc/$target"
      fi
    done < "$systemConfig/etc/list"
    cut -f1 "$systemConfig/etc/list" > "$kept"
  '';
}
