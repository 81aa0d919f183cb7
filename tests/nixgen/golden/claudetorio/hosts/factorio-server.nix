# Host factorio-server
# game-server: A big CPU box that runs headless games.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
{
  imports = [
    ./hardware/factorio-server.nix
    ../modules/fleet.nix
    ../modules/roles/game-server.nix
  ];

  networking.hostName = "factorio-server";
  nixpkgs.hostPlatform = "x86_64-linux";

  # The release this host was first installed with. It stays as it is when NixOS is upgraded.
  system.stateVersion = "26.05";

  # The disk that the boot loader is written to.
  boot.loader.grub.device = "/dev/sda";

  # One headless Factorio server that an AI plays around the clock. It never pauses when nobody
  # watches. Stream clients and operators reach it over the private network only.
  claudetorio.factorio.games = [
    {
      name = "g01";
      udpPort = 34197;
      rconPort = 27015;
    }
    {
      name = "g02";
      udpPort = 34198;
      rconPort = 27016;
    }
    {
      name = "g03";
      udpPort = 34199;
      rconPort = 27017;
    }
  ];
}
