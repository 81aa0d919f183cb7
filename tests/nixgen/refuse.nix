# SPDX-License-Identifier: GPL-3.0-or-later
# refuse.nix: sets one option, named by its path with <name> and * as placeholders, in the stand-in and reads a value.
{ path }:
let
  lib = (import ../lab/nixpkgs/nixos-system.nix).lib;
  parts = builtins.filter builtins.isString (builtins.split "\\." path);
  isName = part: builtins.match "<.*>" part != null;
  set =
    rest:
    if rest == [ ] then
      true
    else if builtins.head rest == "*" then
      [ (set (builtins.tail rest)) ]
    else
      { ${if isName (builtins.head rest) then "x" else builtins.head rest} = set (builtins.tail rest); };
  system = lib.nixosSystem {
    modules = [
      {
        _file = "planted.nix";
        config = set parts;
      }
    ];
  };
  # Down to the place where the name would be.
  read =
    value: rest:
    if rest == [ ] then
      value
    else if builtins.head rest == "*" then
      read (builtins.head value) (builtins.tail rest)
    else
      read value.${if isName (builtins.head rest) then "x" else builtins.head rest} (builtins.tail rest);
in
builtins.seq (read system.config parts) "accepted"
