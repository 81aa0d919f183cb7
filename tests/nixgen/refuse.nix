# SPDX-License-Identifier: GPL-3.0-or-later
# Sets options in the stand-in, each named by its path with <name> and * as placeholders, and reads the value.
# With `path`: "accepted", or the error. With `paths`: those of them that are accepted.
{
  path ? null,
  paths ? [ ],
  release ? "26.05",
}:
let
  lib = (import ../lab/nixpkgs/nixos-system.nix { inherit release; }).lib;
  isName = part: builtins.match "<.*>" part != null;
  set =
    rest:
    if rest == [ ] then
      true
    else if builtins.head rest == "*" then
      [ (set (builtins.tail rest)) ]
    else
      { ${if isName (builtins.head rest) then "x" else builtins.head rest} = set (builtins.tail rest); };
  # Down to the place where the name would be.
  read =
    value: rest:
    if rest == [ ] then
      value
    else if builtins.head rest == "*" then
      read (builtins.head value) (builtins.tail rest)
    else
      read value.${if isName (builtins.head rest) then "x" else builtins.head rest} (builtins.tail rest);
  asked =
    path:
    let
      parts = builtins.filter builtins.isString (builtins.split "\\." path);
      system = lib.nixosSystem {
        modules = [
          {
            _file = "planted.nix";
            config = set parts;
          }
        ];
      };
    in
    builtins.seq (read system.config parts) "accepted";
in
if path != null then asked path else builtins.filter (name: (builtins.tryEval (asked name)).success) paths
