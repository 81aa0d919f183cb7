# SPDX-License-Identifier: GPL-3.0-or-later
# The one list of mods as a folder that game servers and stream clients both get: a server and a client whose mods differ
# do not play together. The files lie in mods/ beside flake.nix.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.claudetorio.factorio) mods;

  # These come with the game. Left out, version 2 would switch them on by itself.
  builtIn = [
    "elevated-rails"
    "quality"
    "space-age"
  ];
  wanted = name: builtins.elem name mods;
  added = builtins.filter (mod: !builtins.elem mod builtIn) mods;

  # "krastorio2_1.3.24" is a name and a version; the file of a mod is called so, too.
  pinned =
    mod:
    let
      parts = builtins.match "(.+)_([0-9]+[.][0-9]+[.][0-9]+)" mod;
    in
    if parts == null then
      throw "switchyard: factorio.mods: ${mod} has no version: write ${mod}_<version>, so that server and clients load the same."
    else
      {
        name = builtins.head parts;
        enabled = true;
        version = builtins.elemAt parts 1;
      };
  fileOf =
    mod:
    let
      file = ../mods + "/${mod}.zip";
    in
    if builtins.pathExists file then
      file
    else
      throw "switchyard: mods/${mod}.zip is not there: fetch it from https://mods.factorio.com into the folder mods beside flake.nix.";

  list = pkgs.writeText "mod-list.json" (
    builtins.toJSON {
      mods = [
        {
          name = "base";
          enabled = true;
        }
      ]
      ++ map (name: {
        inherit name;
        enabled = wanted name;
      }) builtIn
      ++ map pinned added;
    }
  );
in
{
  options.claudetorio.factorio = {
    modFolder = lib.mkOption {
      type = lib.types.package;
      readOnly = true;
      description = "Folder with mod-list.json and the files of the mods.";
    };
    expansion = lib.mkOption {
      type = lib.types.str;
      readOnly = true;
      description = "The mods of the list that come with the game, in the words of the server's image.";
    };
  };

  config.claudetorio.factorio = {
    modFolder = pkgs.runCommand "factorio-mods" { } (
      ''
        mkdir -p "$out"
        cp ${list} "$out/mod-list.json"
      ''
      + lib.concatStringsSep "" (map (mod: "cp ${fileOf mod} \"$out/${mod}.zip\"\n") added)
    );
    expansion =
      if builtins.any wanted builtIn then lib.concatStringsSep " " (builtins.filter wanted builtIn) else "false";
  };
}
