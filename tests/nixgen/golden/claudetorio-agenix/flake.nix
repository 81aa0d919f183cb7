# The fleet claudetorio: one NixOS configuration per host.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
{
  description = "The fleet claudetorio";

  inputs = {
    agenix.url = "github:ryantm/agenix";
    agenix.inputs.nixpkgs.follows = "nixpkgs";
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  };

  outputs =
    { nixpkgs, agenix, ... }:
    {
      nixosConfigurations = {
        factorio-server = nixpkgs.lib.nixosSystem {
          modules = [
            agenix.nixosModules.default
            ./hosts/factorio-server.nix
          ];
        };
        factorio-server-mini = nixpkgs.lib.nixosSystem {
          modules = [
            agenix.nixosModules.default
            ./hosts/factorio-server-mini.nix
          ];
        };
        factorio-server-stream = nixpkgs.lib.nixosSystem {
          modules = [
            agenix.nixosModules.default
            ./hosts/factorio-server-stream.nix
          ];
        };
      };
    };
}
