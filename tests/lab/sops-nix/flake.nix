# SPDX-License-Identifier: GPL-3.0-or-later
# A stand-in for sops-nix: its options, so that a fleet with encrypted secrets evaluates and builds. It decrypts nothing.
{
  description = "Stand-in sops-nix for Switchyard's lab";
  inputs.nixpkgs.url = "path:../nixpkgs";
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
          config.assertions = [
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
