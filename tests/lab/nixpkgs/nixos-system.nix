# SPDX-License-Identifier: GPL-3.0-or-later
# lib with nixosSystem: what a flake sees as nixpkgs.lib, as of a release of NixOS. With `real`, the lib of a real nixpkgs,
# that one's module system and types check the same options.
{
  release ? "26.05",
  real ? null,
}:
let
  parts =
    if real == null then
      import ./lib
    else
      {
        lib = real;
        internal = {
          inherit (real) types;
          properties = real;
        };
      };
  declared = import ./options.nix parts release;
  pkgsFor = system: import ./pkgs.nix { inherit system; };

  lib = parts.lib // {
    # As in NixOS 26.11, extraArgs and check are no arguments any more.
    nixosSystem =
      {
        modules,
        specialArgs ? { },
        system ? null,
        prefix ? [ ],
      }:
      let
        base =
          { config, ... }:
          {
            _file = "nixpkgs/nixos-system.nix";
            _module.args.pkgs = pkgsFor config.nixpkgs.hostPlatform;
            nixpkgs = if system == null then { } else { hostPlatform = parts.internal.properties.mkDefault system; };
            # The real module system lets nobody override the default of a read-only option.
            system.nixos =
              if real == null then { release = parts.internal.properties.mkOverride 1400 release; } else { };
          };
        result = lib.evalModules {
          inherit prefix;
          specialArgs = {
            inherit lib;
            inherit (parts) internal;
            modulesPath = ./nixos;
          }
          // specialArgs;
          modules = [
            declared.nixos
            base
            ./nixos
          ]
          ++ modules;
        };
      in
      result
      // {
        pkgs = result.config._module.args.pkgs;
      };
  };
in
{
  inherit lib;
  # What sops-nix and agenix declare, for their stand-ins.
  optionModules = declared.others;
}
