# SPDX-License-Identifier: GPL-3.0-or-later
# The module system: collects modules, joins their options, and merges the definitions of each option by its type.
{
  strings,
  properties,
  types,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    filter
    isAttrs
    zipAttrsWith
    ;
  inherit (strings) show showOption;
  inherit (properties) pushDown settle;
  inherit (import ./collect.nix) collect;

  isOption = value: isAttrs value && (value._type or "") == "option";
  where = definitions: concatStringsSep "" (map (d: "\n- In `${d.file}': ${show d.value}") definitions);

  # ---- options ------------------------------------------------------------------------------------------------

  # The declarations of all modules as one tree whose leaves are options.
  joinOptions =
    path: trees:
    zipAttrsWith (
      name: found:
      let
        here = path ++ [ name ];
        options = filter (d: isOption d.value) found;
      in
      if options == [ ] then
        joinOptions here (
          concatMap (
            d:
            if isAttrs d.value then
              [ (builtins.mapAttrs (_: value: d // { inherit value; }) d.value) ]
            else
              throw "`options.${showOption here}' in `${d.file}' is no option: use mkOption."
          ) found
        )
      else if builtins.length options != builtins.length found then
        throw "The option `${showOption here}' in `${(builtins.head options).file}' has options below it in `${
          (builtins.head (filter (d: !isOption d.value) found)).file
        }'."
      else
        builtins.foldl' (joinTwo here) (declaration (builtins.head options)) (builtins.tail options)
    ) trees;
  declaration = d: d.value // { declarations = [ d.file ]; };
  joinTwo =
    path: option: d:
    let
      type = types.join (option.type or types.all.unspecified) (d.value.type or types.all.unspecified);
      twice = filter (name: option ? ${name} && d.value ? ${name}) [
        "default"
        "apply"
      ];
    in
    if type == null || twice != [ ] then
      throw "The option `${showOption path}' in `${d.file}' is already declared in `${builtins.head option.declarations}'."
    else
      option
      // d.value
      // {
        inherit type;
        declarations = option.declarations ++ [ d.file ];
      };

  # The value of one option from its definitions.
  evaluate =
    path: option: definitions:
    let
      type = option.type or types.all.unspecified;
      name = showOption path;
      given =
        definitions
        ++ strings.optional (option ? default) {
          file = builtins.head option.declarations;
          value = properties.mkOptionDefault option.default;
        };
      settled = settle given;
      wrong = filter (d: !type.check d.value) settled;
      merged =
        if settled == [ ] then
          type.empty or (throw "The option `${name}' was accessed but has no value defined. Try setting the option.")
        else if wrong != [ ] then
          throw "A definition for option `${name}' is not of type `${type.description}'. Definition values:${where wrong}"
        else
          type.merge path settled;
      value =
        if (option.readOnly or false) && builtins.length definitions > 1 then
          throw "The option `${name}' is read-only, but it's set multiple times. Definition values:${where definitions}"
        else
          merged;
    in
    option
    // {
      inherit definitions type;
      loc = path;
      isDefined = settled != [ ];
      value = if option ? apply then option.apply value else value;
    };

  # ---- configuration ------------------------------------------------------------------------------------------

  # options: a tree with options as leaves. Gives the same tree evaluated, and the definitions that met no option.
  mergeTree =
    path: options: definitions:
    let
      sets = concatMap (
        d:
        map (
          value:
          if isAttrs value then
            builtins.mapAttrs (_: value: { inherit (d) file; inherit value; }) value
          else
            throw "The definition of `${showOption path}' in `${d.file}' is ${show value}, where a set of options is needed."
        ) (pushDown d.value)
      ) definitions;
      byName = zipAttrsWith (_: found: found) sets;
      inside = builtins.mapAttrs (
        name: option:
        let
          here = path ++ [ name ];
          found = byName.${name} or [ ];
        in
        if isOption option then
          {
            tree = evaluate here option found;
            lost = [ ];
          }
        else
          mergeTree here option found
      ) options;
      lostHere = map (name: {
        path = path ++ [ name ];
        inherit name;
        definitions = byName.${name};
      }) (attrNames (removeAttrs byName (attrNames options)));
    in
    {
      tree = builtins.mapAttrs (_: x: x.tree) inside;
      lost = lostHere ++ concatMap (name: if byName ? ${name} then inside.${name}.lost else [ ]) (attrNames inside);
      unknown = byName;
    };

  valuesOf = builtins.mapAttrs (_: x: if isOption x then x.value else valuesOf x);

  complain =
    lost:
    let
      first = builtins.head lost;
    in
    throw "The option `${showOption first.path}' does not exist. Definition values:${where first.definitions}";

  evalModules =
    {
      modules,
      specialArgs ? { },
      prefix ? [ ],
      class ? null,
    }:
    let
      own = {
        _file = "lib/modules.nix";
        options._module = {
          args = {
            _type = "option";
            type = types.all.lazyAttrsOf types.all.raw;
            default = { };
            internal = true;
          };
          check = {
            _type = "option";
            type = types.all.bool;
            default = true;
            internal = true;
          };
        };
      };
      args = specialArgs // {
        inherit config options;
        lib = specialArgs.lib or types.lib;
        _prefix = prefix;
      };
      all = collect args ([ own ] ++ modules);
      declared = joinOptions prefix (
        map (m: builtins.mapAttrs (_: value: { inherit (m) file; inherit value; }) m.options) all
      );
      freeforms = filter (m: m.freeformType != null) all;
      merged = mergeTree prefix declared (
        map (m: {
          inherit (m) file;
          value = m.config;
        }) all
      );
      options = merged.tree;
      known = valuesOf merged.tree;
      # Definitions without an option: kept where the module says so, else an error.
      strays = filter (l: builtins.length l.path == builtins.length prefix + 1) merged.lost;
      deep = filter (l: builtins.length l.path != builtins.length prefix + 1) merged.lost;
      free = (builtins.head freeforms).freeformType.merge prefix (
        concatMap (l: map (d: d // { value = { ${l.name} = d.value; }; }) l.definitions) strays
      );
      config =
        if merged.lost == [ ] then
          known
        else if freeforms == [ ] then
          (if known._module.check then complain merged.lost else known)
        else if deep != [ ] then
          complain deep
        else
          free // known;
    in
    {
      inherit options;
      config = removeAttrs config [ "_module" ] // {
        inherit (known) _module;
      };
      _module = known._module;
      extendModules =
        more:
        evalModules {
          modules = modules ++ (more.modules or [ ]);
          specialArgs = specialArgs // (more.specialArgs or { });
          prefix = more.prefix or prefix;
        };
      type = types.all.submoduleWith { inherit modules specialArgs; };
    };
in
{
  inherit evalModules isOption;
}
