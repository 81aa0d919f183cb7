# SPDX-License-Identifier: GPL-3.0-or-later
# What a role says of each secret that it needs. How the secrets reach the hosts is secrets.nix's part, and so is `pathOf`:
# a function from a secret's name and what is said of it to its place on the host.
{ lib, pathOf }:
let
  inherit (lib) mkOption types;

  secret =
    { name, config, ... }:
    {
      options = {
        optional = mkOption {
          type = types.bool;
          default = false;
          description = "Whether the host does without it while it is not there.";
        };
        scope = mkOption {
          type = types.enum [
            "host"
            "shared"
            "fleet"
          ];
          default = "host";
          description = "Whether each host has its own, those that need it share one, or all hosts do.";
        };
        owner = mkOption {
          type = types.str;
          default = "root";
          description = "User who may read it.";
        };
        restartUnits = mkOption {
          type = types.listOf types.str;
          default = [ ];
          description = "Units that use it.";
        };
        variables = mkOption {
          type = types.attrsOf types.str;
          default = { };
          description = "Variables of this env file that hold other secrets: variable -> secret.";
        };
        path = mkOption {
          type = types.nullOr types.path;
          default = pathOf name config;
          description = "Where it lies on the host; null: it is optional and not there.";
        };
      };
    };
in
mkOption {
  type = types.attrsOf (types.submodule secret);
  default = { };
  description = "The secrets that the roles of this host need.";
}
