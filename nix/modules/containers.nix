# SPDX-License-Identifier: GPL-3.0-or-later
# What runs the containers: Podman or Docker with one systemd unit a container, or an existing docker-compose.yaml.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.claudetorio;
  inherit (cfg.mesh) unit;
  units = map (name: "${cfg.containers}-${name}") (builtins.attrNames config.virtualisation.oci-containers.containers);
  compose = cfg.containers == "compose";
in
{
  assertions = [
    {
      assertion = compose -> cfg.composeDirectory != null;
      message = "switchyard: containers: compose needs the folder of the docker-compose.yaml (claudetorio.composeDirectory).";
    }
  ];

  virtualisation.oci-containers.backend = if compose then "docker" else cfg.containers;
  virtualisation.podman.autoPrune.enable = cfg.containers == "podman";

  virtualisation.docker.enable = lib.mkIf compose true;
  systemd.services = lib.mkMerge [
    # What dials or listens on the private network starts after it, and starts all the same where it does not come up.
    (lib.mkIf (unit != null) (
      lib.genAttrs (if compose then [ "claudetorio-compose" ] else units) (_: {
        after = [ unit ];
      })
    ))
    (lib.mkIf compose {
      claudetorio-compose = {
        description = "ClaudeTorio Docker Compose stack";
        after = [ "docker.service" ];
        requires = [ "docker.service" ];
        wantedBy = [ "multi-user.target" ];
        serviceConfig = {
          Type = "oneshot";
          RemainAfterExit = true;
          WorkingDirectory = cfg.composeDirectory;
          ExecStart = "${pkgs.docker-compose}/bin/docker-compose up -d";
          ExecStop = "${pkgs.docker-compose}/bin/docker-compose down";
        };
      };
    })
  ];
}
