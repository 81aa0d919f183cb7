# SPDX-License-Identifier: GPL-3.0-or-later
# The system: switch-to-configuration, activation, units, programs, and the facts that a boot loader would need.
{
  config,
  internal,
  lib,
  options,
  pkgs,
  ...
}:
let
  version = "${config.system.nixos.release}.20261121.standin";

  # Activation snippets, each after those that it depends on.
  snippets = builtins.mapAttrs (
    _: value: if builtins.isString value then { text = value; deps = [ ]; } else { deps = [ ]; } // value
  ) config.system.activationScripts;
  ordered =
    let
      visit =
        state: name:
        if builtins.elem name state then
          state
        else if !(snippets ? ${name}) then
          throw "system.activationScripts: `${name}' is needed by another snippet and does not exist."
        else
          builtins.foldl' visit state snippets.${name}.deps ++ [ name ];
      unique = names: builtins.foldl' (seen: n: if builtins.elem n seen then seen else seen ++ [ n ]) [ ] names;
    in
    unique (builtins.foldl' visit [ ] (builtins.attrNames snippets));
  activate = pkgs.writeShellScript "activate" (
    ''
      # Every snippet runs; the first that fails makes the whole fail.
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
      systemConfig=$(dirname "$(readlink -f "$0")")
      [ -e "$systemConfig/units" ] || systemConfig=''${1:?the system to activate}
      status=0
    ''
    + lib.concatStringsSep "" (
      map (name: ''
        (
        set -e
        ${snippets.${name}.text}
        )
        if [ $? != 0 ]; then
          echo "Activation script snippet '${name}' failed" >&2
          status=1
        fi
      '') ordered
    )
    + ''
      ln -sfn "$systemConfig" /run/current-system
      exit $status
    ''
  );
  checks = pkgs.writeShellScript "pre-switch-checks" (
    lib.concatStringsSep "" (
      map (name: ''
        (
        set -e
        ${config.system.preSwitchChecks.${name}}
        )
        if [ $? != 0 ]; then
          echo "Pre-switch check '${name}' failed" >&2
          exit 1
        fi
      '') (builtins.attrNames config.system.preSwitchChecks)
    )
  );

  # What a real system needs to boot: reading it here makes a missing fact an error, as it is there.
  boot = builtins.toJSON {
    inherit (config.nixpkgs) hostPlatform;
    inherit (config.system) stateVersion;
    inherit (config.networking) hostName;
    loader = {
      grub = lib.optionals config.boot.loader.grub.enable config.boot.loader.grub.devices;
      systemd-boot = config.boot.loader.systemd-boot.enable;
    };
    fileSystems = builtins.mapAttrs (_: fs: { inherit (fs) device fsType options; }) config.fileSystems;
    kernelModules = config.boot.kernelModules;
    initrd = config.boot.initrd.availableKernelModules;
  };

  system = pkgs.run "nixos-system-${config.system.name}-${version}" (builtins.readFile ../stand-in/make-system) {
    inherit version boot activate checks;
    inherit (config.system.build) etc units firewall;
    programs = pkgs.runCommand "system-path" {
      packages = map toString config.environment.systemPackages;
      nixosVersion = version;
      podman = pkgs.podman;
      engines =
        lib.optional config.virtualisation.podman.enable "podman"
        ++ lib.optional config.virtualisation.docker.enable "docker";
      standIn = ../stand-in/nixos-version;
    } (builtins.readFile ../stand-in/make-programs);
    switch = ../stand-in/switch-to-configuration;
    interface = "1";
    passAsFile = [
      "boot"
      "firewall"
    ];
  };

  # Every option that somebody defined is read once, so that a wrong type is an error wherever it stands.
  readAll =
    tree:
    builtins.foldl' (
      _: name:
      let
        x = tree.${name};
      in
      if (x._type or "") == "option" then
        if x.definitions == [ ] || !x.isDefined || !(x.visible or true) then null else readValue x
      else
        readAll x
    ) null (builtins.attrNames (removeAttrs tree [ "_module" ]));
  readValue =
    x:
    let
      kind = x.type.name;
      each = builtins.foldl' (_: one: builtins.seq one null) null;
    in
    if kind == "listOf" then
      each x.value
    else if kind == "attrsOf" then
      each (builtins.attrValues x.value)
    else
      builtins.seq x.value null;

  failed = map (a: a.message) (builtins.filter (a: !a.assertion) config.assertions);
  warned = result: builtins.foldl' (r: w: builtins.trace "evaluation warning: ${w}" r) result config.warnings;
in
{
  system.build.toplevel =
    if failed != [ ] then
      throw "\nFailed assertions:\n${lib.concatStringsSep "\n" (map (m: "- ${m}") failed)}"
    else
      warned (builtins.seq (readAll (removeAttrs options [ "nixpkgs" ] // { system = removeAttrs options.system [ "build" ]; })) system);
}
