# SPDX-License-Identifier: GPL-3.0-or-later
# The checks of NixOS that a generated flake could run into.
{
  config,
  lib,
  options,
  ...
}:
let
  users = config.users.users;
  grub = config.boot.loader.grub;
  containers = config.virtualisation.oci-containers;
  forAll = set: check: map (name: check name set.${name}) (builtins.attrNames set);
in
{
  assertions =
    forAll users (
      name: user: {
        assertion = (user.isNormalUser && !user.isSystemUser) || (!user.isNormalUser && user.isSystemUser) || name == "root";
        message = "Exactly one of users.users.${name}.isSystemUser and users.users.${name}.isNormalUser must be set.";
      }
    )
    ++ forAll containers.containers (
      name: container: {
        assertion = container.imageFile == null || container.imageStream == null;
        message = "virtualisation.oci-containers.containers.${name}: only one of imageFile and imageStream may be set.";
      }
    )
    ++ forAll containers.containers (
      name: container: {
        assertion = containers.backend != "docker" || container.podman == null;
        message = "virtualisation.oci-containers.containers.${name}: podman must stay unset with the docker backend.";
      }
    )
    ++ forAll config.services.redis.servers (
      name: server: {
        assertion = server.requirePass == null || server.requirePassFile == null;
        message = "services.redis.servers.${name}: requirePass and requirePassFile exclude each other.";
      }
    )
    ++ [
      {
        assertion = config.services.coturn.static-auth-secret == null || config.services.coturn.static-auth-secret-file == null;
        message = "static-auth-secret and static-auth-secret-file cannot be set at the same time";
      }
      {
        assertion = !grub.enable || grub.devices != [ ] || grub.mirroredBoots != [ ];
        message = "You must set the option ‘boot.loader.grub.devices’ or 'boot.loader.grub.mirroredBoots' to make the system bootable.";
      }
      {
        assertion = config.boot.isContainer || config.fileSystems ? "/";
        message = "The ‘fileSystems’ option does not specify your root file system.";
      }
    ];
  warnings = lib.optional (builtins.length options.system.stateVersion.definitions == 1) "system.stateVersion is not set, defaulting to ${config.system.nixos.release}.";
}
