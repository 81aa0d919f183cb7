# SPDX-License-Identifier: GPL-3.0-or-later
# Types of single values.
{ strings, merge }:
let
  inherit (builtins)
    concatStringsSep
    head
    isAttrs
    isBool
    isFloat
    isInt
    isPath
    isString
    length
    ;
  inherit (strings) show;
  inherit (merge) mergeAny mergeEqual mergeOne type;

  simple =
    name: description: check:
    type {
      inherit name description check;
      merge = mergeEqual;
    };
  isPackage = value: isAttrs value && (value.type or null) == "derivation" || isStorePath value;
  isStorePath =
    value:
    (isPath value || isString value)
    && builtins.match "/nix/store/[^/.][^/]*(/.*)?" (toString value) != null;
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
in
rec {
  inherit isPathLike;

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
}
