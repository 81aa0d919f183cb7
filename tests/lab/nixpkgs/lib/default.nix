# SPDX-License-Identifier: GPL-3.0-or-later
# The part of nixpkgs' lib that generated flakes use, written anew for the lab. A function that is not here is one that
# our modules must not use.
let
  strings = import ./strings.nix;
  properties = import ./properties.nix;
  types = import ./types.nix {
    inherit strings properties lib;
    inherit (modules) evalModules;
  };
  modules = import ./modules.nix { inherit strings properties types; };
  declare = import ./declare.nix {
    inherit strings properties types;
    inherit (modules) isOption;
  };

  lib = {
    inherit (strings)
      concatStringsSep
      escapeShellArg
      escapeShellArgs
      filterAttrs
      genAttrs
      mapAttrs
      optional
      optionalAttrs
      optionalString
      optionals
      recursiveUpdate
      versionAtLeast
      ;
    inherit (properties)
      mkAfter
      mkBefore
      mkDefault
      mkForce
      mkIf
      mkMerge
      mkOverride
      ;
    inherit (modules) evalModules isOption;
    inherit (declare)
      mkEnableOption
      mkOption
      mkPackageOption
      mkRemovedOptionModule
      mkRenamedOptionModule
      optionAttrSetToDocList
      ;
    types = types.public;
    generators = import ./generators.nix;
    literalExpression = text: {
      _type = "literalExpression";
      inherit text;
    };
  };
in
{
  inherit lib;
  # For options.nix and nixos.nix only.
  internal = {
    inherit strings properties;
    types = types.all;
  };
}
