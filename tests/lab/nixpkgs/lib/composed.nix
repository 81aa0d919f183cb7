# SPDX-License-Identifier: GPL-3.0-or-later
# Types made of other types: lists, sets, alternatives, submodules.
{
  strings,
  properties,
  merge,
  scalars,
  evalModules,
}:
let
  inherit (builtins)
    all
    filter
    head
    isAttrs
    isFunction
    isList
    length
    zipAttrsWith
    ;
  inherit (strings) optional;
  inherit (scalars) isPathLike;
  inherit (merge)
    conflict
    element
    inner
    mergeAny
    mergeEqual
    present
    type
    ;

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
in
rec {
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
  attrs = type {
    name = "attrs";
    description = "attribute set";
    check = isAttrs;
    empty = { };
    merge = _: definitions: builtins.foldl' (a: d: a // d.value) { } definitions;
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
                optional (present [ one ]) (
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
}
