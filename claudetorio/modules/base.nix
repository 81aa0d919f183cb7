# SPDX-License-Identifier: GPL-3.0-or-later
# What every host has: SSH by key only, the deploy user, a firewall that denies by default, Nix with flakes.
{ config, lib, ... }:
let
  cfg = config.claudetorio;
  isIPv6 = address: builtins.match ".*:.*" address != null;

  # One nftables rule: these addresses may reach these ports.
  rule =
    interface: family: addresses: protocol: ports:
    lib.optionalString (addresses != [ ] && ports != [ ]) (
      lib.optionalString (interface != null) "iifname \"${interface}\" "
      + "${family} saddr { ${lib.concatStringsSep ", " addresses} } "
      + "${protocol} dport { ${lib.concatStringsSep ", " (map toString ports)} } accept\n"
    );
  rules =
    interface:
    {
      from,
      tcp ? [ ],
      udp ? [ ],
    }:
    let
      v4 = builtins.filter (a: !isIPv6 a) from;
      v6 = builtins.filter isIPv6 from;
    in
    rule interface "ip" v4 "tcp" tcp
    + rule interface "ip6" v6 "tcp" tcp
    + rule interface "ip" v4 "udp" udp
    + rule interface "ip6" v6 "udp" udp;
in
{
  imports = [ ./options.nix ];

  assertions = [
    {
      assertion = cfg.deploy.keys != [ ];
      message = "switchyard: claudetorio.deploy.keys is empty: nobody could log in to ${config.networking.hostName} any more. Add a key under deploy.keys.";
    }
  ];

  # SSH by key only. Root keeps the key it had before the first deploy: the way back in if that one fails.
  services.openssh = {
    enable = true;
    ports = [ cfg.ssh.port ];
    openFirewall = cfg.ssh.allowFrom == [ ];
    settings = {
      PasswordAuthentication = false;
      KbdInteractiveAuthentication = false;
      PermitRootLogin = "prohibit-password";
    };
  };

  # Who deploys is root in effect: activating a system needs it, and no narrower rule would be safe.
  users.users = lib.mkMerge [
    {
      ${cfg.deploy.user} = {
        isNormalUser = true;
        description = "Switchyard deploys";
        extraGroups = [
          "wheel"
          "systemd-journal"
        ];
        openssh.authorizedKeys.keys = cfg.deploy.keys;
      };
    }
    {
      ${cfg.watch.user} = {
        isNormalUser = true;
        extraGroups = [ "systemd-journal" ];
        openssh.authorizedKeys.keys = cfg.watch.keys;
      };
    }
  ];
  security.sudo.extraRules = [
    {
      users = [ cfg.deploy.user ];
      commands = [
        {
          command = "ALL";
          options = [ "NOPASSWD" ];
        }
      ];
    }
  ];

  # The firewall denies what nothing below or in a role opens. nftables, because its rules can name who comes in.
  networking.nftables.enable = true;
  networking.firewall = {
    enable = true;
    extraInputRules = lib.concatStringsSep "" (
      [
        (rules null {
          from = cfg.ssh.allowFrom;
          tcp = [ cfg.ssh.port ];
        })
      ]
      ++ map (rules cfg.mesh.interface) cfg.mesh.allow
    );
  };

  # A static address, where the host has no DHCP.
  networking.useDHCP = lib.mkIf (cfg.network != null) false;
  networking.useNetworkd = lib.mkIf (cfg.network != null) true;
  systemd.network.networks = lib.mkIf (cfg.network != null) {
    "10-wired" = {
      matchConfig.Type = "ether";
      address = [ cfg.network.address ];
      gateway = [ cfg.network.gateway ];
      dns = cfg.network.dns;
    };
  };

  # Hosts build their own system from the uploaded flake.
  nix.settings.experimental-features = [
    "nix-command"
    "flakes"
  ];
  nix.gc = {
    automatic = true;
    dates = "weekly";
    options = "--delete-older-than 30d";
  };
}
