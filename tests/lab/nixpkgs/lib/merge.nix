# SPDX-License-Identifier: GPL-3.0-or-later
# How several definitions of one option become one value, and what is said when they cannot.
{ strings, properties }:
let
  inherit (builtins)
    all
    concatStringsSep
    filter
    head
    isAttrs
    isFunction
    isList
    length
    ;
  inherit (strings) show showOption;
  inherit (properties) discharge settle;

  type = attrs: { _type = "option-type"; getSubOptions = _: { }; } // attrs;
  where = definitions: concatStringsSep "" (map (d: "\n- In `${d.file}': ${show d.value}") definitions);
  conflict =
    path: definitions:
    throw "The option `${showOption path}' has conflicting definition values:${where definitions}\nUse `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";

  # One value: all definitions must agree.
  mergeEqual =
    path: definitions:
    let
      first = (head definitions).value;
    in
    if all (d: d.value == first) definitions then first else conflict path definitions;
  mergeOne = path: definitions: if length definitions == 1 then (head definitions).value else conflict path definitions;
  # Values of unknown kind: sets and lists join, functions too, the rest must agree.
  mergeAny =
    path: definitions:
    let
      values = map (d: d.value) definitions;
    in
    if length definitions == 1 then
      head values
    else if all isList values then
      builtins.concatLists values
    else if all (v: isAttrs v && (v.type or null) != "derivation") values then
      builtins.foldl' (a: b: a // b) { } values
    else if all isFunction values then
      x: mergeAny path (map (d: d // { value = d.value x; }) definitions)
    else
      mergeEqual path definitions;


  # Composed descriptions stay readable: `null or (list of string)'.
  inner = t: if builtins.match ".* (of|or) .*" t.description != null then "(${t.description})" else t.description;

  # The merged value of one element, its own conditions and priorities decided.
  element =
    t: path: definitions:
    let
      settled = settle definitions;
      wrong = filter (d: !t.check d.value) settled;
    in
    if wrong != [ ] then
      throw "A definition for option `${showOption path}' is not of type `${t.description}'. Definition values:${where wrong}"
    else
      t.merge path settled;
  present = definitions: builtins.concatMap discharge definitions != [ ];
in
{
  inherit
    conflict
    element
    inner
    mergeAny
    mergeEqual
    mergeOne
    present
    type
    ;
}
