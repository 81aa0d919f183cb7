# SPDX-License-Identifier: GPL-3.0-or-later
# Types of options: what a value may be (check), how several definitions become one (merge), what none mean (empty).
{
  strings,
  properties,
  lib,
  evalModules,
}:
let
  merge = import ./merge.nix { inherit strings properties; };
  scalars = import ./scalars.nix { inherit strings merge; };
  types =
    removeAttrs scalars [ "isPathLike" ]
    // import ./composed.nix {
      inherit
        strings
        properties
        merge
        scalars
        evalModules
        ;
    };

  # Two declarations of one option: their common type, or null.
  join =
    a: b:
    if a.name != b.name then
      null
    else if a.name == "submodule" then
      types.submoduleWith {
        modules = a.modules ++ b.modules;
        specialArgs = a.specialArgs // b.specialArgs;
        inherit (a) shorthandOnlyDefinesConfig;
      }
    else if a.name == "enum" then
      types.enum (a.values ++ builtins.filter (v: !builtins.elem v a.values) b.values)
    else if a ? nested then
      let
        joined = builtins.genList (at: join (builtins.elemAt a.nested at) (builtins.elemAt b.nested at)) (
          builtins.length a.nested
        );
      in
      if builtins.elem null joined then null else a.remake joined
    else if a.description == b.description then
      a
    else
      null;
in
{
  inherit join lib;
  all = types;
  # The ones that modules may use; the others only serve options.json.
  public = {
    inherit (types)
      anything
      attrsOf
      bool
      coercedTo
      deferredModule
      either
      enum
      functionTo
      int
      ints
      lazyAttrsOf
      lines
      listOf
      nullOr
      oneOf
      package
      path
      port
      raw
      singleLineStr
      str
      strMatching
      submodule
      submoduleWith
      unspecified
      ;
  };
}
