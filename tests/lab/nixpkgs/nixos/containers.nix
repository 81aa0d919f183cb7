# SPDX-License-Identifier: GPL-3.0-or-later
# Containers as units of the right names. No image can be pulled in the lab, so a small process stands in for each:
# it needs its env files and volumes as Podman would, and answers HTTP where the container would (stand-in/container).
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.virtualisation.oci-containers;
  podman = "${pkgs.podman}/bin/podman";

  # "127.0.0.1:9001:8080/tcp" -> "127.0.0.1:9001"; "9001:8080" -> "0.0.0.0:9001".
  listenOf =
    port:
    let
      tcp = builtins.match "([^/]*)(/tcp)?" port;
      full = if tcp == null then null else builtins.match "(.*:)?([0-9]+):[0-9]+" (builtins.head tcp);
      address = builtins.head full;
    in
    if full == null then
      [ ]
    else
      [ ((if address == null then "0.0.0.0:" else address) + builtins.elemAt full 1) ];

  service = name: container: {
    name = container.serviceName;
    value = {
      description = "Container ${name} (stand-in for ${container.image})";
      wantedBy = lib.optional container.autoStart "multi-user.target";
      wants = lib.optional (container.imageFile == null && container.imageStream == null) "network-online.target";
      after =
        lib.optional (container.imageFile == null && container.imageStream == null) "network-online.target"
        ++ map (other: "${cfg.containers.${other}.serviceName}.service") container.dependsOn;
      requires = map (other: "${cfg.containers.${other}.serviceName}.service") container.dependsOn;
      environment = container.environment // {
        STAND_IN_NAME = name;
        STAND_IN_IMAGE = container.image;
        STAND_IN_LISTEN = lib.concatStringsSep " " (builtins.concatMap listenOf container.ports);
        STAND_IN_PORTS = lib.concatStringsSep " " container.ports;
        STAND_IN_NETWORK = lib.concatStringsSep " " container.networks;
        STAND_IN_VOLUMES = lib.concatStringsSep " " container.volumes;
      };
      serviceConfig = {
        ExecStartPre = [
          "${podman} image exists ${lib.escapeShellArg container.image} || ${podman} pull ${lib.escapeShellArg container.image}"
        ];
        ExecStart = "/usr/bin/perl ${../stand-in/container.pl} ${lib.escapeShellArgs container.cmd}";
        EnvironmentFile = container.environmentFiles;
        Restart = "always";
        TimeoutStartSec = 0;
        TimeoutStopSec = 120;
      };
    };
  };
in
{
  config.virtualisation.oci-containers.containers = lib.mkIf false { };
  config.systemd.services = builtins.listToAttrs (
    builtins.attrValues (builtins.mapAttrs service cfg.containers)
  );
}
