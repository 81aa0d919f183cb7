# SPDX-License-Identifier: GPL-3.0-or-later
# A hardware configuration as nixos-generate-config writes it. Checks put it in the place of one not captured yet.
{ lib, ... }:
{
  imports = [ ];

  boot.initrd.availableKernelModules = [
    "ahci"
    "virtio_pci"
    "virtio_blk"
    "sd_mod"
  ];
  boot.initrd.kernelModules = [ ];
  boot.kernelModules = [ "kvm-intel" ];
  boot.extraModulePackages = [ ];

  fileSystems."/" = {
    device = "/dev/disk/by-uuid/8a9b5c3e-0000-4000-8000-000000000001";
    fsType = "ext4";
  };

  swapDevices = [ ];

  networking.useDHCP = lib.mkDefault true;

  nixpkgs.hostPlatform = lib.mkDefault "x86_64-linux";
}
