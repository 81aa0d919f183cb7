# Host factorio-server-mini
# broker: The control plane with the session broker, its Redis and the HTTPS edge of the API.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
{
  imports = [
    ./hardware/factorio-server-mini.nix
    ../modules/fleet.nix
    ../modules/roles/broker.nix
  ];

  networking.hostName = "factorio-server-mini";
  nixpkgs.hostPlatform = "x86_64-linux";

  # The release this host was first installed with. It stays as it is when NixOS is upgraded.
  system.stateVersion = "26.05";

  # The disk that the boot loader is written to.
  boot.loader.grub.device = "/dev/sda";

  claudetorio.broker.domain = "example.com";
}
