# Host factorio-server-stream
# stream-host: A box that renders games, relays WebRTC through TURN and terminates TLS for the
# streams.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
{
  imports = [
    ./hardware/factorio-server-stream.nix
    ../modules/fleet.nix
    ../modules/roles/stream-host.nix
  ];

  networking.hostName = "factorio-server-stream";
  nixpkgs.hostPlatform = "x86_64-linux";

  # The release this host was first installed with. It stays as it is when NixOS is upgraded.
  system.stateVersion = "26.05";

  # The disk that the boot loader is written to.
  boot.loader.grub.device = "/dev/sda";

  claudetorio.stream.domain = "example.com";

  # A Selkies container with the Factorio GUI: it joins a game over the private network and streams
  # its screen to viewers over WebRTC.
  claudetorio.stream.clients = [
    {
      id = "c01";
      localPort = 9001;
      game = "g01";
    }
    {
      id = "c02";
      localPort = 9002;
      game = "g02";
    }
    {
      id = "c03";
      localPort = 9003;
      game = "g03";
    }
  ];
}
