# SPDX-License-Identifier: GPL-3.0-or-later
# Text, lists and attribute sets: the small helpers of lib.
rec {
  inherit (builtins) concatStringsSep mapAttrs;

  optional = condition: value: if condition then [ value ] else [ ];
  optionalAttrs = condition: set: if condition then set else { };
  optionals = condition: values: if condition then values else [ ];
  optionalString = condition: text: if condition then text else "";

  filterAttrs =
    keep: set:
    builtins.listToAttrs (
      builtins.concatMap (
        name:
        optional (keep name set.${name}) {
          inherit name;
          value = set.${name};
        }
      ) (builtins.attrNames set)
    );
  genAttrs =
    names: make:
    builtins.listToAttrs (
      map (name: {
        inherit name;
        value = make name;
      }) names
    );
  recursiveUpdate =
    old: new:
    old
    // builtins.mapAttrs (
      name: value:
      if old ? ${name} && builtins.isAttrs old.${name} && builtins.isAttrs value then
        recursiveUpdate old.${name} value
      else
        value
    ) new;

  escapeShellArg =
    value:
    let
      text = toString value;
    in
    if builtins.match "[[:alnum:],._+:@%/-]+" text != null then
      text
    else
      "'" + builtins.replaceStrings [ "'" ] [ "'\\''" ] text + "'";
  escapeShellArgs = values: concatStringsSep " " (map escapeShellArg values);

  versionAtLeast = have: need: builtins.compareVersions have need >= 0;

  # A value as messages show it: short, and never forcing what is deep inside.
  show =
    value:
    let
      kind = builtins.typeOf value;
    in
    if kind == "string" then
      builtins.toJSON value
    else if kind == "int" || kind == "float" || kind == "bool" || kind == "null" then
      builtins.toJSON value
    else if kind == "path" then
      toString value
    else if kind == "list" then
      "[ ${concatStringsSep " " (map (_: "…") value)} ]"
    else if kind == "lambda" then
      "<function>"
    else if value ? type && value.type == "derivation" then
      "<derivation ${value.name or "?"}>"
    else
      "{ ${concatStringsSep " " (map (name: "${name} = …;") (builtins.attrNames value))} }";

  plain = name: builtins.match "[a-zA-Z_][a-zA-Z0-9_'-]*" name != null;
  # services.redis.servers."" as people write it.
  showOption =
    path:
    concatStringsSep "." (
      map (
        part:
        if plain part || part == "*" || builtins.match "[<[].*" part != null then part else builtins.toJSON part
      ) path
    );
}
