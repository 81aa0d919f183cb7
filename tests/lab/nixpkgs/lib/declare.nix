# SPDX-License-Identifier: GPL-3.0-or-later
# How modules declare options, rename and remove them, and what documentation can list.
{
  strings,
  properties,
  types,
  isOption,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    isAttrs
    isList
    ;
  inherit (strings) showOption;

  mkOption =
    attrs:
    let
      strange = attrNames (
        removeAttrs attrs [
          "default"
          "defaultText"
          "example"
          "description"
          "relatedPackages"
          "type"
          "apply"
          "internal"
          "visible"
          "readOnly"
        ]
      );
    in
    if strange == [ ] then
      attrs // { _type = "option"; }
    else
      throw "mkOption: unknown argument `${builtins.head strange}'.";

  at =
    path: value:
    if path == [ ] then value else { ${builtins.head path} = at (builtins.tail path) value; };
  get =
    path: set:
    builtins.foldl' (found: name: found.${name}) set path;
in
{
  inherit mkOption;

  mkEnableOption =
    name:
    mkOption {
      type = types.all.bool;
      default = false;
      example = true;
      description = "Whether to enable ${name}.";
    };
  mkPackageOption =
    pkgs: name:
    {
      default ? name,
      nullable ? false,
      ...
    }:
    let
      path = if isList default then default else if default == null then null else [ default ];
    in
    mkOption (
      {
        type = if nullable then types.all.nullOr types.all.package else types.all.package;
        description = "The package ${toString name}.";
      }
      // (if path == null then (if nullable then { default = null; } else { }) else { default = get path pkgs; })
    );

  mkRenamedOptionModule =
    from: to:
    {
      config,
      options,
      ...
    }:
    {
      options = at from (mkOption {
        type = types.all.unspecified;
        description = "Renamed to ${showOption to}.";
        visible = false;
        apply = _: get to config;
      });
      config =
        let
          old = get from options;
        in
        properties.mkMerge [
          (at to (properties.mkIf old.isDefined (properties.mkMerge (map (d: d.value) old.definitions))))
          {
            warnings = properties.mkIf old.isDefined [
              "The option `${showOption from}' defined in ${
                concatStringsSep ", " (map (d: "`${d.file}'") old.definitions)
              } has been renamed to `${showOption to}'."
            ];
          }
        ];
    };
  mkRemovedOptionModule =
    path: why:
    { options, ... }:
    {
      options = at path (mkOption {
        type = types.all.unspecified;
        visible = false;
        apply = _: throw "The option `${showOption path}' can no longer be used since it's been removed. ${why}";
      });
      config.assertions =
        let
          old = get path options;
        in
        [
          {
            assertion = !old.isDefined;
            message = "The option definition `${showOption path}' in ${
              concatStringsSep ", " (map (d: "`${d.file}'") old.definitions)
            } no longer has any effect; please remove it.\n${why}";
          }
        ];
    };

  # Every option as {name, type, description, declarations, …}.
  optionAttrSetToDocList =
    options:
    let
      walk =
        x:
        if isOption x then
          [
            {
              inherit (x) loc declarations;
              name = showOption x.loc;
              description = x.description or null;
              internal = x.internal or false;
              visible = x.visible or true;
              readOnly = x.readOnly or false;
              type = x.type.description or "unspecified";
            }
          ]
          ++ concatMap walk (
            let
              below = (x.type.getSubOptions or (_: { })) x.loc;
            in
            map (name: below.${name}) (attrNames (removeAttrs below [ "_module" ]))
          )
        else if isAttrs x then
          concatMap (name: walk x.${name}) (attrNames (removeAttrs x [ "_module" ]))
        else
          [ ];
    in
    walk options;
}
