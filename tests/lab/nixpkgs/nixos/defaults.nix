# SPDX-License-Identifier: GPL-3.0-or-later
# Defaults that NixOS computes from other options.
{
  config,
  internal,
  lib,
  ...
}:
let
  default = internal.properties.mkOptionDefault;
  cfg = config;
  containers = config.virtualisation.oci-containers;
in
{
  networking.hostName = default "nixos";
  networking.firewall.backend = default (if cfg.networking.nftables.enable then "nftables" else "iptables");
  networking.wireguard.useNetworkd = default cfg.networking.useNetworkd;
  system.name = default (if cfg.networking.hostName == "" then "unnamed" else cfg.networking.hostName);
  system.stateVersion = default cfg.system.nixos.release;

  boot.loader.grub.enable = default (!cfg.boot.isContainer && !cfg.boot.loader.systemd-boot.enable);
  boot.loader.grub.devices = lib.mkIf (cfg.boot.loader.grub.device != "") [ cfg.boot.loader.grub.device ];

  services.coturn = {
    realm = default cfg.networking.hostName;
    alt-listening-port = default (cfg.services.coturn.listening-port + 1);
    alt-tls-listening-port = default (cfg.services.coturn.tls-listening-port + 1);
  };
  virtualisation.podman.enable = lib.mkIf (containers.containers != { } && containers.backend == "podman") (
    lib.mkDefault true
  );
  virtualisation.docker.enable = lib.mkIf (containers.containers != { } && containers.backend == "docker") (
    lib.mkDefault true
  );
}
