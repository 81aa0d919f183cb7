# SPDX-License-Identifier: GPL-3.0-or-later
# systemd.services as unit files in $out, beside the links *.wants and *.requires that start them.
{
  config,
  internal,
  lib,
  pkgs,
  ...
}:
let
  services = lib.filterAttrs (_: service: service.enable) config.systemd.services;

  word = value: if builtins.isBool value then (if value then "true" else "false") else toString value;
  entry = key: value: map (one: "${key}=${word one}\n") (if builtins.isList value then value else [ value ]);
  section = name: entries: "[${name}]\n${lib.concatStringsSep "" entries}";
  entriesOf = set: builtins.concatMap (key: entry key set.${key}) (builtins.attrNames (lib.filterAttrs (_: v: v != null) set));
  list = key: values: lib.optionals (values != [ ]) [ "${key}=${lib.concatStringsSep " " values}\n" ];

  script = name: text: pkgs.writeText "unit-script-${name}" text;
  run = name: text: lib.optionals (text != "") [ "/bin/sh -e ${script name text}" ];
  # Commands of a module, such as ExecStartPre, go in front of or behind the scripts as NixOS has them.
  commands =
    value: if value == null then [ ] else if builtins.isList value then value else [ value ];
  quoted = text: "\"${builtins.replaceStrings [ "\\" "\"" "\n" "%" ] [ "\\\\" "\\\"" "\\n" "%%" ] text}\"";

  # systemd knows no `||`; a command that has one runs in a shell.
  shell = line: if builtins.match ".* \\|\\| .*" line == null then line else "/bin/sh -c ${quoted line}";

  text =
    name: service:
    let
      own = service.serviceConfig;
      path = lib.concatStringsSep ":" (
        map (package: "${package}/bin") service.path
        ++ [ "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" ]
      );
      environment = { PATH = path; } // service.environment;
      start = if service.script != "" then run "${name}-start" service.script else commands (own.ExecStart or null);
    in
    section "Unit" (
      [ "Description=${if service.description == "" then name else service.description}\n" ]
      ++ list "Documentation" service.documentation
      ++ list "After" service.after
      ++ list "Before" service.before
      ++ list "Requires" service.requires
      ++ list "Wants" service.wants
      ++ list "BindsTo" service.bindsTo
      ++ list "PartOf" service.partOf
      ++ list "Conflicts" service.conflicts
      ++ list "Requisite" service.requisite
      ++ list "OnFailure" service.onFailure
      ++ entriesOf service.unitConfig
    )
    + "\n"
    + section "Service" (
      map (key: "Environment=${quoted "${key}=${toString environment.${key}}"}\n") (
        builtins.attrNames (lib.filterAttrs (_: value: value != null) environment)
      )
      ++ entry "ExecStartPre" (map shell (commands (own.ExecStartPre or null)) ++ run "${name}-pre-start" service.preStart)
      ++ entry "ExecStart" start
      ++ entry "ExecStartPost" (commands (own.ExecStartPost or null) ++ run "${name}-post-start" service.postStart)
      ++ entry "ExecReload" (commands (own.ExecReload or null) ++ run "${name}-reload" service.reload)
      ++ entry "ExecStop" (commands (own.ExecStop or null) ++ run "${name}-pre-stop" service.preStop)
      ++ entry "ExecStopPost" (commands (own.ExecStopPost or null) ++ run "${name}-post-stop" service.postStop)
      ++ entriesOf (
        removeAttrs own [
          "ExecStartPre"
          "ExecStart"
          "ExecStartPost"
          "ExecReload"
          "ExecStop"
          "ExecStopPost"
        ]
      )
      ++ list "X-Restart-Triggers" (map toString service.restartTriggers)
      ++ lib.optional service.reloadIfChanged "X-ReloadIfChanged=true\n"
      ++ lib.optional (!service.restartIfChanged) "X-RestartIfChanged=false\n"
      ++ lib.optional (!service.stopIfChanged) "X-StopIfChanged=false\n"
    );

  pull =
    kind: name: targets:
    map (target: "${target}.${kind}/${name}.service") targets;
  links = builtins.concatMap (
    name: pull "wants" name services.${name}.wantedBy ++ pull "requires" name services.${name}.requiredBy
  ) (builtins.attrNames services);
in
{
  options.virtualisation.oci-containers.containers = lib.mkOption {
    type = internal.types.attrsOf (
      internal.types.submodule (
        { name, ... }:
        {
          config.serviceName = internal.properties.mkOptionDefault "${config.virtualisation.oci-containers.backend}-${name}";
        }
      )
    );
  };

  config.system.build.units = pkgs.runCommand "units" {
    units = lib.concatStringsSep "" (
      map (name: ">${name}.service\n${text name services.${name}}") (builtins.attrNames services)
    );
    inherit links;
    passAsFile = [ "units" ];
  } ''
    mkdir -p "$out"
    file=
    while IFS= read -r line; do
      case $line in
      '>'*) file=$out/''${line#>}; : > "$file" ;;
      *) printf '%s\n' "$line" >> "$file" ;;
      esac
    done < "$unitsPath"
    for link in $links; do
      mkdir -p "$out/''${link%/*}"
      ln -s "../''${link##*/}" "$out/$link"
    done
  '';
}
