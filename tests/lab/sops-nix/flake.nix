# SPDX-License-Identifier: GPL-3.0-or-later
# A stand-in for sops-nix: its options, so that a fleet with encrypted secrets evaluates and builds. It decrypts nothing.
{
  description = "Stand-in sops-nix for Switchyard's lab";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05"; # never fetched: a fleet's flake says what it follows
  outputs =
    { nixpkgs, ... }:
    {
      nixosModules.sops =
        { config, lib, ... }:
        {
          imports = [ nixpkgs.optionModules.sops ];
          config.sops = {
            # In the real one each placeholder is text that is replaced on the host.
            placeholder = lib.mapAttrs (name: _: "<SOPS:${builtins.hashString "sha256" name}:PLACEHOLDER>") config.sops.secrets;
          };
          config.assertions = map (name: {
            assertion = !config.sops.validateSopsFiles || builtins.pathExists config.sops.secrets.${name}.sopsFile;
            message = "Cannot find path '${toString config.sops.secrets.${name}.sopsFile}' set in sops.secrets.${name}.sopsFile";
          }) (builtins.attrNames config.sops.secrets)
          ++ [
            {
              assertion =
                config.sops.secrets == { }
                || config.sops.age.sshKeyPaths != [ ]
                || config.sops.age.keyFile != null
                || config.sops.gnupg.home != null;
              message = "No key source configured for sops. Either set services.openssh.enable or set sops.age.keyFile or sops.gnupg.home";
            }
          ];
        };
    };
}
