# SPDX-License-Identifier: GPL-3.0-or-later
# A stand-in for agenix: its options, and on activation the real age, which decrypts with the host's own SSH key.
{
  description = "Stand-in agenix for Switchyard's lab";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05"; # never fetched: a fleet's flake says what it follows
  outputs =
    { nixpkgs, ... }:
    {
      nixosModules.default =
        { config, lib, pkgs, ... }:
        let
          cfg = config.age;
          identities = lib.concatStringsSep " " (map (path: "--identity ${path}") cfg.identityPaths);
          install = name: ''
            age --decrypt ${identities} --output ${cfg.secretsMountPoint}/1/${name} ${cfg.secrets.${name}.file}
            chmod ${cfg.secrets.${name}.mode} ${cfg.secretsMountPoint}/1/${name}
            chown ${cfg.secrets.${name}.owner} ${cfg.secretsMountPoint}/1/${name}
          '';
        in
        {
          imports = [ nixpkgs.optionModules.age ];
          config.system.activationScripts.agenix = {
            deps = [ "users" ];
            text = lib.optionalString (cfg.secrets != { }) ''
              umask 077
              rm -rf ${cfg.secretsMountPoint}/1
              mkdir -p ${cfg.secretsMountPoint}/1
              chmod 0751 ${cfg.secretsMountPoint} ${cfg.secretsMountPoint}/1
              ${lib.concatStringsSep "" (map install (builtins.attrNames cfg.secrets))}
              ln -sfn ${cfg.secretsMountPoint}/1 ${cfg.secretsDir}
            '';
          };
          config.assertions = [
            {
              assertion = cfg.secrets == { } || cfg.identityPaths != [ ];
              message = "age.identityPaths must be set, for example by enabling openssh.";
            }
          ];
        };
    };
}
