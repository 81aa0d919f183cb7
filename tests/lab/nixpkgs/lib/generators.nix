# SPDX-License-Identifier: GPL-3.0-or-later
# Values as text of common configuration formats.
let
  inherit (builtins)
    attrNames
    concatStringsSep
    isAttrs
    isBool
    isFloat
    isInt
    isList
    isString
    toJSON
    ;
in
rec {
  mkValueStringDefault =
    _: value:
    if isInt value || isFloat value then
      toString value
    else if isString value then
      value
    else if isBool value then
      (if value then "true" else "false")
    else if value == null then
      "null"
    else
      throw "generators.mkValueStringDefault: cannot write a ${builtins.typeOf value}";
  mkKeyValueDefault =
    {
      mkValueString ? mkValueStringDefault { },
    }:
    separator: key: value:
    "${builtins.replaceStrings [ separator ] [ "\\${separator}" ] key}${separator}${mkValueString value}";
  toKeyValue =
    {
      mkKeyValue ? mkKeyValueDefault { } "=",
      listsAsDuplicateKeys ? false,
      indent ? "",
    }:
    set:
    concatStringsSep "" (
      builtins.concatMap (
        key:
        map (value: "${indent}${mkKeyValue key value}\n") (
          if listsAsDuplicateKeys && isList set.${key} then set.${key} else [ set.${key} ]
        )
      ) (attrNames set)
    );
  toINI =
    {
      mkSectionName ? (name: name),
      mkKeyValue ? mkKeyValueDefault { } "=",
      listsAsDuplicateKeys ? false,
    }:
    sections:
    concatStringsSep "\n" (
      map (
        name: "[${mkSectionName name}]\n${toKeyValue { inherit mkKeyValue listsAsDuplicateKeys; } sections.${name}}"
      ) (attrNames sections)
    );
  toJSON = _: builtins.toJSON;
  toYAML = _: builtins.toJSON;
  toPretty =
    {
      multiline ? true,
      indent ? "",
      ...
    }@how:
    value:
    let
      inner = indent + "  ";
      break = if multiline then "\n${inner}" else " ";
      close = if multiline then "\n${indent}" else " ";
      deeper = toPretty (how // { indent = inner; });
    in
    if isList value then
      (if value == [ ] then "[ ]" else "[${break}${concatStringsSep break (map deeper value)}${close}]")
    else if isAttrs value then
      if value ? type && value.type == "derivation" then
        "<derivation ${value.name or "?"}>"
      else if value == { } then
        "{ }"
      else
        "{${break}${concatStringsSep break (map (name: "${name} = ${deeper value.${name}};") (attrNames value))}${close}}"
    else if builtins.isFunction value then
      "<function>"
    else if isString value || isInt value || isBool value || value == null || isFloat value then
      builtins.toJSON value
    else
      toString value;
}
