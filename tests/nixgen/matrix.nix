# SPDX-License-Identifier: GPL-3.0-or-later
# Evaluates every host of every tree up to its derivation, assertions and types of all options included, with what its
# own flake.nix hands to nixosSystem. Gives host -> derivation for each tree.
{
  trees,
  inputs,
}:
let
  evaluated = configuration: builtins.unsafeDiscardStringContext configuration.config.system.build.toplevel.drvPath;
  hostsOf =
    tree:
    let
      flake = import (tree + "/flake.nix");
      outputs = flake.outputs (inputs // { self = outputs; });
    in
    builtins.mapAttrs (_: evaluated) outputs.nixosConfigurations;
in
builtins.listToAttrs (
  map (tree: {
    name = baseNameOf tree;
    value = hostsOf tree;
  }) trees
)
