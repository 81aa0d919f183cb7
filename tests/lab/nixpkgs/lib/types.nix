# SPDX-License-Identifier: GPL-3.0-or-later
# Types of options: what a value may be (check), how several definitions become one (merge), what none mean (empty).
{
  strings,
  properties,
  lib,
  evalModules,
}:
let
  inherit (builtins)
    all
    attrNames
    concatStringsSep
    filter
    head
    isAttrs
    isBool
    isFloat
    isFunction
    isInt
    isList
    isPath
    isString
    length
    zipAttrsWith
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

  simple =
    name: description: check:
    type {
      inherit name description check;
      merge = mergeEqual;
    };
  isPackage = value: isAttrs value && (value.type or null) == "derivation" || isStorePath value;
  isStorePath = value: (isPath value || isString value) && builtins.match "/nix/store/[^/.][^/]*(/.*)?" (toString value) != null;
  isPathLike =
    value:
    isPath value
    || (isString value && builtins.substring 0 1 value == "/")
    || (isAttrs value && (value ? outPath || value ? __toString));
  isText = value: isString value;
  between =
    low: high:
    simple "intBetween" "integer between ${toString low} and ${toString high} (both inclusive)" (
      v: isInt v && v >= low && v <= high
    );
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

  wrapper =
    name: elements: make: attrs:
    type (
      {
        inherit name;
        nested = elements;
        remake = make;
      }
      // attrs
    );

  attrsWith =
    name: description: lazy: t:
    wrapper name [ t ] (ts: attrsWith name description lazy (head ts)) {
      description = "${description} of ${inner t}";
      check = isAttrs;
      empty = { };
      merge =
        path: definitions:
        let
          sets = map (d: builtins.mapAttrs (_: value: { inherit (d) file; inherit value; }) d.value) definitions;
          found = zipAttrsWith (_: ds: ds) sets;
          kept = if lazy then found else strings.filterAttrs (_: present) found;
        in
        builtins.mapAttrs (name: element t (path ++ [ name ])) kept;
      getSubOptions = path: t.getSubOptions (path ++ [ "<name>" ]);
    };

  types = rec {
    raw = type {
      name = "raw";
      description = "raw value";
      check = _: true;
      merge = mergeOne;
    };
    unspecified = type {
      name = "unspecified";
      description = "unspecified value";
      check = _: true;
      merge = mergeAny;
    };
    anything = type {
      name = "anything";
      description = "anything";
      check = _: true;
      merge =
        path: definitions:
        let
          values = map (d: d.value) definitions;
        in
        if all (v: isAttrs v && (v.type or null) != "derivation" && !(v ? __functor)) values then
          (lazyAttrsOf anything).merge path definitions
        else if all isFunction values && length values > 1 then
          mergeAny path definitions
        else
          mergeEqual path definitions;
    };
    bool = simple "bool" "boolean" isBool;
    int = simple "int" "signed integer" isInt;
    float = simple "float" "floating point number" isFloat;
    ints = {
      inherit between;
      unsigned = simple "unsignedInt" "unsigned integer, meaning >=0" (v: isInt v && v >= 0);
      positive = simple "positiveInt" "positive integer, meaning >0" (v: isInt v && v > 0);
      u8 = between 0 255;
      u16 = simple "unsignedInt16" "16 bit unsigned integer; between 0 and 65535 (both inclusive)" (
        v: isInt v && v >= 0 && v <= 65535
      );
      u32 = between 0 4294967295;
      s8 = between (-128) 127;
      s16 = between (-32768) 32767;
      s32 = between (-2147483648) 2147483647;
    };
    port = ints.u16;
    str = simple "str" "string" isText;
    nonEmptyStr = simple "nonEmptyStr" "non-empty string" (v: isText v && builtins.match "[ \t\n]*" v == null);
    singleLineStr =
      simple "singleLineStr" "(optionally newline-terminated) single-line string" (
        v: isText v && builtins.match "[^\n\r]*\n?" v != null
      )
      // {
        merge =
          path: definitions:
          let
            text = mergeEqual path definitions;
            found = builtins.match "([^\n]*)\n?" text;
          in
          head found;
      };
    separatedString =
      separator:
      type {
        name = "separatedString";
        description =
          if separator == "\n" then
            "strings concatenated with \"\\n\""
          else
            "strings concatenated with ${builtins.toJSON separator}";
        check = isText;
        merge = _: definitions: concatStringsSep separator (map (d: d.value) definitions);
      };
    lines = separatedString "\n";
    commas = separatedString ",";
    strMatching =
      pattern:
      simple "strMatching" "string matching the pattern ${pattern}" (
        v: isText v && builtins.match pattern v != null
      );
    passwdEntry =
      t:
      t
      // {
        name = "passwdEntry";
        description = "${t.description}, not containing newlines or colons";
        check = v: t.check v && builtins.match "[^:\n]*" (toString v) != null;
      };
    path = simple "path" "absolute path" isPathLike;
    pathInStore = simple "pathInStore" "path in the Nix store" (v: isPathLike v && isStorePath "${toString v}");
    package = simple "package" "package" isPackage // {
      merge = mergeOne;
    };
    attrs = type {
      name = "attrs";
      description = "attribute set";
      check = isAttrs;
      empty = { };
      merge = _: definitions: builtins.foldl' (a: d: a // d.value) { } definitions;
    };
    enum =
      values:
      simple "enum" (
        if length values == 1 then
          "value ${show (head values)} (singular enum)"
        else
          "one of ${concatStringsSep ", " (map show values)}"
      ) (v: builtins.elem v values)
      // {
        inherit values;
      };
    nullOr =
      t:
      wrapper "nullOr" [ t ] (ts: nullOr (head ts)) {
        description = "null or ${inner t}";
        check = v: v == null || t.check v;
        empty = null;
        merge =
          path: definitions:
          let
            nulls = filter (d: d.value == null) definitions;
          in
          if nulls == [ ] then
            t.merge path definitions
          else if length nulls == length definitions then
            null
          else
            conflict path definitions;
        getSubOptions = t.getSubOptions;
      };
    either =
      a: b:
      wrapper "either" [ a b ] (ts: either (head ts) (builtins.elemAt ts 1)) {
        description = "${inner a} or ${inner b}";
        check = v: a.check v || b.check v;
        merge =
          path: definitions:
          let
            fits = t: all (d: t.check d.value) definitions;
          in
          if fits a then
            a.merge path definitions
          else if fits b then
            b.merge path definitions
          else
            conflict path definitions;
      };
    oneOf =
      ts: builtins.foldl' either (head ts) (builtins.tail ts);
    listOf =
      t:
      wrapper "listOf" [ t ] (ts: listOf (head ts)) {
        description = "list of ${inner t}";
        check = isList;
        empty = [ ];
        merge =
          path: definitions:
          builtins.concatLists (
            map (
              d:
              builtins.concatLists (
                builtins.genList (
                  at:
                  let
                    one = {
                      inherit (d) file;
                      value = builtins.elemAt d.value at;
                    };
                  in
                  strings.optional (present [ one ]) (
                    element t (path ++ [ "[definition ${toString (at + 1)}-entry]" ]) [ one ]
                  )
                ) (length d.value)
              )
            ) definitions
          );
        getSubOptions = path: t.getSubOptions (path ++ [ "*" ]);
      };
    nonEmptyListOf =
      t:
      let
        list = removeAttrs (listOf t) [ "empty" ];
      in
      list
      // {
        description = "non-empty (${list.description})";
        check = v: isList v && v != [ ];
      };
    attrsOf = attrsWith "attrsOf" "attribute set" false;
    lazyAttrsOf = attrsWith "lazyAttrsOf" "lazy attribute set" true;
    coercedTo =
      from: f: to:
      type {
        name = "coercedTo";
        description = "${inner to} or ${inner from} convertible to it";
        check = v: to.check v || (from.check v && to.check (f v));
        merge =
          path: definitions:
          to.merge path (map (d: if from.check d.value && !to.check d.value then d // { value = f d.value; } else d) definitions);
        getSubOptions = to.getSubOptions;
      };
    functionTo =
      t:
      type {
        name = "functionTo";
        description = "function that evaluates to a(n) ${inner t}";
        check = v: isFunction v || (isAttrs v && v ? __functor);
        merge =
          path: definitions: argument:
          element t (path ++ [ "<function body>" ]) (map (d: d // { value = d.value argument; }) definitions);
      };
    deferredModule = type {
      name = "deferredModule";
      description = "module";
      check = v: isAttrs v || isFunction v || isPathLike v;
      merge = _: definitions: {
        imports = map (d: {
          _file = d.file;
          imports = [ d.value ];
        }) definitions;
      };
    };
    submodule =
      modules:
      submoduleWith {
        modules = if isList modules then modules else [ modules ];
        shorthandOnlyDefinesConfig = true;
      };
    submoduleWith =
      {
        modules,
        specialArgs ? { },
        shorthandOnlyDefinesConfig ? false,
        description ? "submodule",
        class ? null,
      }:
      let
        asModule =
          d:
          if isAttrs d.value && shorthandOnlyDefinesConfig then
            {
              _file = d.file;
              config = d.value;
            }
          else
            {
              _file = d.file;
              imports = [ d.value ];
            };
        run =
          path: definitions:
          evalModules {
            inherit specialArgs;
            prefix = path;
            modules =
              modules
              ++ [
                {
                  _file = "lib/types.nix";
                  config._module.args.name = properties.mkOptionDefault (if path == [ ] then "" else builtins.elemAt path (length path - 1));
                }
              ]
              ++ map asModule definitions;
          };
      in
      type {
        name = "submodule";
        inherit description modules specialArgs shorthandOnlyDefinesConfig;
        check = v: isAttrs v || isFunction v || isPathLike v;
        empty = removeAttrs (run [ ] [ ]).config [ "_module" ];
        merge = path: definitions: removeAttrs (run path definitions).config [ "_module" ];
        getSubOptions = path: (run path [ ]).options;
      };
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
      types.enum (a.values ++ filter (v: !builtins.elem v a.values) b.values)
    else if a ? nested then
      let
        joined = builtins.genList (at: join (builtins.elemAt a.nested at) (builtins.elemAt b.nested at)) (
          length a.nested
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
