# SPDX-License-Identifier: GPL-3.0-or-later
# The first configuration of a lab host: what an installer would have left in /etc/nixos.
{
  inputs.nixpkgs.url = "path:/opt/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations."@host@" = nixpkgs.lib.nixosSystem {
      system = "@system@";
      modules = [ ./configuration.nix ];
    };
  };
}
