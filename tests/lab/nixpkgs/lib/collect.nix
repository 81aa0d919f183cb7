# SPDX-License-Identifier: GPL-3.0-or-later
# Modules as they are written (files, functions, sets, with imports) as one plain list.
let
  inherit (builtins)
    attrNames
    filter
    isAttrs
    isFunction
    ;

  reserved = {
    _file = null;
    key = null;
    imports = null;
    options = null;
    config = null;
    freeformType = null;
    meta = null;
    _class = null;
  };

  callWith =
    args: module:
    let
      named = builtins.functionArgs module;
    in
    if named == { } then
      module args
    else
      module (args // builtins.mapAttrs (name: _: args.${name} or args.config._module.args.${name}) named);

  # One module as {file, key, imports, options, config, freeformType}.
  normalise =
    args: fallback: module:
    let
      isFile = builtins.isPath module || builtins.isString module;
      file = if isFile then toString module else fallback;
      loaded = if isFile then import module else module;
      value = if isFunction loaded then callWith args loaded else loaded;
      structured = value ? config || value ? options;
      strange = filter (name: !(reserved ? ${name})) (attrNames value);
    in
    if !isAttrs value then
      throw "Module `${file}' is a ${builtins.typeOf value}; it must be a set or a function that returns one."
    else if structured && strange != [ ] then
      throw "Module `${file}' has an unsupported attribute `${builtins.head strange}'. It has `config' or `options' too: move all definitions into `config'."
    else
      {
        file = value._file or file;
        key = if isFile then toString module else value.key or null;
        imports = value.imports or [ ];
        options = value.options or { };
        config = if structured then value.config or { } else removeAttrs value (attrNames reserved);
        freeformType = value.freeformType or null;
      };

  # All modules that these bring in, each file once, imported ones first.
  collect =
    args: modules:
    let
      step =
        fallback: state: module:
        let
          m = normalise args fallback module;
        in
        if m.key != null && state.seen ? ${m.key} then
          state
        else
          let
            inside = builtins.foldl' (step m.file) (
              state // (if m.key == null then { } else { seen = state.seen // { ${m.key} = true; }; })
            ) m.imports;
          in
          inside // { all = inside.all ++ [ m ]; };
    in
    (builtins.foldl' (step "<unknown-file>") {
      seen = { };
      all = [ ];
    } modules).all;
in
{
  inherit collect;
}
