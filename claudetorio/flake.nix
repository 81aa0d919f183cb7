# The fleet claudetorio: one NixOS configuration per host.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
{
  description = "The fleet claudetorio";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  };

  outputs =
    { nixpkgs, ... }:
    {
      nixosConfigurations = {
        factorio-server = nixpkgs.lib.nixosSystem {
          modules = [ ./hosts/factorio-server.nix ];
        };
        factorio-server-mini = nixpkgs.lib.nixosSystem {
          modules = [ ./hosts/factorio-server-mini.nix ];
        };
        factorio-server-stream = nixpkgs.lib.nixosSystem {
          modules = [ ./hosts/factorio-server-stream.nix ];
        };
      };
    };
}
