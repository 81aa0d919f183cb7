# SPDX-License-Identifier: GPL-3.0-or-later
{
  networking.hostName = "@host@";
  services.openssh.enable = true;
  boot.loader.grub.device = "/dev/sda";
  fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
  system.stateVersion = "26.05";
}
