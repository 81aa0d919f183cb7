# SPDX-License-Identifier: GPL-3.0-or-later
# The options of NixOS as options.json knows them, as a module. What came after this release, or went before it, is
# unknown, as it is in that release.
{ lib, internal }:
release:
let
  inherit (internal) types;
  inherit (lib) versionAtLeast;

  # Where a submodule stands in a type, the options below it are its own. Sets and lists stand one placeholder deeper.
  typeOf =
    spec: children:
    let
      word = if builtins.isString spec then spec else builtins.head spec;
      argument = builtins.elemAt spec;
      deeper = typeOf (argument 1) (below children);
    in
    if word == "submodule" then
      submodule (children == { }) children
    else if word == "open" then
      submodule true children
    else if builtins.isString spec then
      wordType word
    else if word == "attrsOf" || word == "lazyAttrsOf" || word == "listOf" || word == "nonEmptyListOf" then
      types.${word} deeper
    else if word == "nullOr" then
      types.nullOr (typeOf (argument 1) children)
    else if word == "either" then
      types.either (typeOf (argument 1) children) (typeOf (argument 2) children)
    else if word == "passwdEntry" || word == "functionTo" then
      types.${word} (typeOf (argument 1) children)
    else if word == "ints.between" then
      types.ints.between (argument 1) (argument 2)
    else
      types.${word} (argument 1);
  wordType =
    word:
    let
      int = builtins.match "ints\\.(.*)" word;
    in
    if int == null then types.${word} else types.ints.${builtins.head int};
  below =
    children:
    let
      placeholders = builtins.filter (name: name == "*" || builtins.match "<.*>" name != null) (
        builtins.attrNames children
      );
    in
    if placeholders == [ ] then { } else children.${builtins.head placeholders}.c or { };
  submodule =
    open: children:
    types.submodule (
      { name, ... }:
      {
        _file = "nixpkgs/options.json";
        options = declare children;
        config = builtins.mapAttrs (_: value: internal.properties.mkOptionDefault value) (
          if children ? name && !(children.name ? d) then { inherit name; } else { }
        );
      }
      // (if open then { freeformType = types.attrsOf types.anything; } else { })
    );

  exists =
    node: (!(node ? s) || versionAtLeast release node.s) && (!(node ? u) || versionAtLeast node.u release);

  declare =
    nodes:
    builtins.mapAttrs (
      _: node:
      if node ? t then
        lib.mkOption (
          {
            type = typeOf node.t (node.c or { });
          }
          // (if node ? d && !(node ? D && versionAtLeast release node.D) then { default = node.d; } else { })
          // (if node ? r then { readOnly = true; } else { })
        )
      else
        declare node.c
    ) (lib.filterAttrs (_: exists) nodes);
  all = builtins.fromJSON (builtins.readFile ./options.json);
  # Options that come with modules of their own, not with nixpkgs.
  foreign = [
    "age"
    "sops"
  ];
  module = nodes: {
    _file = "nixpkgs/options.json";
    options = declare nodes;
  };
in
{
  nixos = module (removeAttrs all foreign);
  others = builtins.mapAttrs (name: node: module { ${name} = node; }) (lib.genAttrs foreign (name: all.${name}));
}
