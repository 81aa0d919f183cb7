# SPDX-License-Identifier: GPL-3.0-or-later
# The module semantics of the stand-in, case by case. Evaluates to the names of the cases that fail.
let
  lib = (import ../lab/nixpkgs/nixos-system.nix { }).lib;
  inherit (lib) mkOption types;
  option = type: mkOption { inherit type; };
  evaluate =
    modules:
    (lib.evalModules {
      inherit modules;
    }).config;
  refused = value: !(builtins.tryEval (builtins.deepSeq value null)).success;
  # The value of one option `x` of this type, defined in these ways.
  x =
    type: definitions:
    (evaluate ([ { options.x = option type; } ] ++ map (value: { x = value; }) definitions)).x;
  given = condition: content: lib.mkIf condition content;

  named = types.submodule (
    { name, config, ... }:
    {
      options.name = mkOption {
        type = types.str;
        default = name;
      };
      options.port = option types.port;
      options.url = mkOption {
        type = types.str;
        default = "${config.name}:${toString config.port}";
      };
    }
  );

  cases = {
    "lib has these functions and no others" =
      builtins.attrNames lib == builtins.sort builtins.lessThan [
        "evalModules" "mkOption" "mkEnableOption" "mkPackageOption" "mkIf" "mkMerge" "mkForce" "mkDefault" "mkOverride"
        "mkBefore" "mkAfter" "mkRenamedOptionModule" "mkRemovedOptionModule" "types" "isOption" "optionAttrSetToDocList"
        "mapAttrs" "filterAttrs" "recursiveUpdate" "optional" "optionalAttrs" "optionals" "optionalString" "concatStringsSep"
        "escapeShellArg" "escapeShellArgs" "generators" "literalExpression" "versionAtLeast" "genAttrs" "nixosSystem"
      ];
    "types has these and no others" =
      builtins.attrNames types == builtins.sort builtins.lessThan [
        "bool" "int" "ints" "port" "str" "singleLineStr" "lines" "path" "package" "enum" "nullOr" "either" "oneOf" "listOf"
        "attrsOf" "lazyAttrsOf" "submodule" "submoduleWith" "coercedTo" "strMatching" "anything" "raw" "unspecified"
        "deferredModule" "functionTo"
      ];

    "a definition beats the default" =
      (evaluate [
        { options.x = mkOption { type = types.int; default = 1; }; }
        { x = 2; }
      ]).x == 2;
    "no definition, no default" = refused (x types.int [ ]);
    "equal definitions agree" = x types.str [ "a" "a" ] == "a";
    "different definitions conflict" = refused (x types.str [ "a" "b" ]);
    "mkForce wins" = x types.str [ "a" (lib.mkForce "b") ] == "b";
    "mkDefault yields" = x types.str [ "a" (lib.mkDefault "b") ] == "a";
    "mkOverride by number" = x types.int [ (lib.mkOverride 20 1) (lib.mkOverride 10 2) 3 ] == 2;
    "mkIf decides" = x types.int [ (given true 1) (given false 2) ] == 1;
    "mkIf needs a condition" = refused (x types.int [ (lib.mkIf "yes" 1) ]);
    "mkMerge joins" = x (types.listOf types.int) [ (lib.mkMerge [ [ 1 ] [ 2 ] ]) ] == [ 1 2 ];
    "mkIf around a whole config" =
      (evaluate [
        { options.a.b = option types.int; }
        { config = lib.mkIf true (lib.mkMerge [ { a.b = lib.mkDefault 1; } { a = lib.mkIf true { b = 2; }; } ]); }
      ]).a.b == 2;
    "a condition may read the configuration" =
      (evaluate [
        { options.on = option types.bool; options.x = mkOption { type = types.int; default = 0; }; }
        ({ config, ... }: { config = lib.mkIf config.on { x = 5; }; })
        { on = true; }
      ]).x == 5;
    "lists keep the order of mkBefore and mkAfter" =
      x (types.listOf types.str) [ (lib.mkAfter [ "c" ]) [ "b" ] (lib.mkBefore [ "a" ]) ] == [ "a" "b" "c" ];
    "an element of a list may be left out" = x (types.listOf types.int) [ [ (given false 1) 2 ] ] == [ 2 ];
    "an element of the wrong type" = refused (x (types.listOf types.int) [ [ "1" ] ]);
    "attributes merge" = x (types.attrsOf types.int) [ { a = 1; } { b = 2; } ] == { a = 1; b = 2; };
    "an attribute may be left out" = x (types.attrsOf types.int) [ { a = given false 1; b = 2; } ] == { b = 2; };
    "an attribute may be forced" = x (types.attrsOf types.int) [ { a = 1; } { a = lib.mkForce 2; } ] == { a = 2; };
    "lines join" = x types.lines [ "a" "b" ] == "a\nb";
    "an unknown option" = refused (evaluate [ { options.a = option types.int; } { b = 1; } ]);
    "an unknown option below a known one" = refused (evaluate [ { options.a.b = option types.int; } { a.c = 1; a.b = 1; } ]);
    "an unknown option that is left out by mkIf" =
      refused (evaluate [ { options.a = option types.int; } { config = lib.mkIf false { b = 1; }; } ]);
    "an option declared twice" =
      refused (evaluate [ { options.a = option types.int; } { options.a = option types.str; } { a = 1; } ]);
    "config beside other attributes" = refused (evaluate [ { config = { }; stray = 1; } ]);
    "a file is imported once" =
      (evaluate [
        { options.l = option (types.listOf types.int); }
        { imports = [ ./modules-test-part.nix ./modules-test-part.nix ]; }
      ]).l == [ 1 ];
    "arguments by name" = (evaluate [ { options.x = option types.int; } { _module.args.five = 5; } ({ five, ... }: { x = five; }) ]).x == 5;

    "submodules know their name and their own values" =
      (x (types.attrsOf named) [ { web.port = 80; } ]).web.url == "web:80";
    "submodules merge" = (x (types.attrsOf named) [ { web.port = 80; } { web.name = "w"; } ]).web.url == "w:80";
    "an unknown option of a submodule" = refused (x (types.attrsOf named) [ { web.port = 80; web.prot = 1; } ]);
    "a wrong type in a submodule" = refused (x (types.attrsOf named) [ { web.port = "80"; } ]);
    "a list of submodules" = (builtins.head (x (types.listOf named) [ [ { name = "a"; port = 1; } ] ])).url == "a:1";
    "a free submodule keeps what it does not know" =
      x (types.submodule { freeformType = types.attrsOf types.int; options.a = mkOption { type = types.int; default = 1; }; }) [
        { b = 2; }
      ] == { a = 1; b = 2; };
    "a free submodule checks what it does not know" =
      refused (x (types.submodule { freeformType = types.attrsOf types.int; }) [ { b = "2"; } ]);
    "two declarations of one submodule join" =
      (evaluate [
        { options.s = mkOption { type = types.attrsOf (types.submodule { options.a = option types.int; }); }; }
        { options.s = mkOption { type = types.attrsOf (types.submodule { options.b = option types.int; }); }; }
        { s.x = { a = 1; b = 2; }; }
      ]).s.x == { a = 1; b = 2; };

    "port" = x types.port [ 65535 ] == 65535 && refused (x types.port [ 65536 ]) && refused (x types.port [ (-1) ]);
    "between" = refused (x (types.ints.between 1 3) [ 4 ]) && x (types.ints.between 1 3) [ 3 ] == 3;
    "enum" = x (types.enum [ "a" "b" ]) [ "b" ] == "b" && refused (x (types.enum [ "a" ]) [ "c" ]);
    "nullOr" = x (types.nullOr types.int) [ ] == null && x (types.nullOr types.int) [ 1 ] == 1;
    "nullOr refuses null beside a value" = refused (x (types.nullOr types.int) [ 1 null ]);
    "either" = x (types.either types.int types.str) [ "a" ] == "a" && refused (x (types.either types.int types.str) [ true ]);
    "oneOf" = x (types.oneOf [ types.int types.bool types.str ]) [ true ];
    "coercedTo" = x (types.coercedTo types.int toString types.str) [ 3 ] == "3";
    "strMatching" = x (types.strMatching "[a-z]+") [ "ab" ] == "ab" && refused (x (types.strMatching "[a-z]+") [ "aB" ]);
    "singleLineStr" = x types.singleLineStr [ "a\n" ] == "a" && refused (x types.singleLineStr [ "a\nb" ]);
    "path" = x types.path [ "/a" ] == "/a" && refused (x types.path [ "a" ]);
    "package" = refused (x types.package [ "hello" ]);
    "functionTo" = (x (types.functionTo types.int) [ (a: a + 1) ]) 1 == 2 && refused ((x (types.functionTo types.int) [ (a: "a") ]) 1);
    "anything merges sets" = x types.anything [ { a.b = 1; } { a.c = 2; } ] == { a = { b = 1; c = 2; }; };
    "anything refuses two answers" = refused (x types.anything [ { a = 1; } { a = 2; } ]);
    "raw takes one definition" = refused (x types.raw [ 1 2 ]);
    "deferredModule" =
      (evaluate [ { options.x = option types.int; } (x types.deferredModule [ { x = 1; } ]) ]).x == 1;
    "lazyAttrsOf" = x (types.lazyAttrsOf types.int) [ { a = throw "not read"; b = 1; } ] ? a;
    "apply" =
      (evaluate [ { options.x = mkOption { type = types.int; apply = v: v * 2; }; } { x = 3; } ]).x == 6;
    "readOnly" =
      refused (evaluate [ { options.x = mkOption { type = types.int; readOnly = true; }; } { x = 1; } { x = 1; } ]);
    "a renamed option" =
      (evaluate [
        { options.new.name = option types.int; options.warnings = option (types.listOf types.str); }
        (lib.mkRenamedOptionModule [ "old" ] [ "new" "name" ])
        { old = 4; }
      ]).new.name == 4;
    "mkEnableOption" = !(evaluate [ { options.e = lib.mkEnableOption "it"; } ]).e;
    "documentation" =
      map (o: o.name) (lib.optionAttrSetToDocList (lib.evalModules { modules = [ { options.a.b = option types.int; } ]; }).options)
      == [ "a.b" ];
    "nixosSystem knows no extraArgs" = !((builtins.functionArgs lib.nixosSystem) ? extraArgs);

    "escapeShellArg" = lib.escapeShellArg "it's" == "'it'\\''s'" && lib.escapeShellArg "plain-1.0" == "plain-1.0";
    "recursiveUpdate" = lib.recursiveUpdate { a.b = 1; } { a.c = 2; } == { a = { b = 1; c = 2; }; };
    "versionAtLeast" = lib.versionAtLeast "26.05" "25.11" && !(lib.versionAtLeast "24.11" "25.05");
    "toINI" = lib.generators.toINI { } { s.a = 1; } == "[s]\na=1\n";
    "toKeyValue" = lib.generators.toKeyValue { listsAsDuplicateKeys = true; } { a = [ 1 2 ]; } == "a=1\na=2\n";

    "options that came later are unknown" =
      refused (lib.nixosSystem { modules = [ { nix.daemon.enable = true; } ]; }).config.nix.enable;
    "options of this release are known" =
      (lib.nixosSystem { modules = [ { services.caddy.httpPort = 8080; } ]; }).config.services.caddy.httpPort == 8080;
  };
in
builtins.filter (name: cases.${name} != true) (builtins.attrNames cases)
