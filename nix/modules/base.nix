# SPDX-License-Identifier: GPL-3.0-or-later
# What every host has: SSH by key only, the deploy user, a firewall that denies by default, Nix with flakes.
# What must not be configured away is held by lockout.nix.
{ config, lib, ... }:
let
  cfg = config.claudetorio;
  isIPv6 = address: builtins.match ".*:.*" address != null;

  portList = ports: lib.concatStringsSep ", " (map toString ports);
  # One nftables rule: these addresses may reach these ports.
  rule =
    interface: family: addresses: protocol: ports:
    lib.optionalString (addresses != [ ] && ports != [ ]) (
      lib.optionalString (interface != null) "iifname \"${interface}\" "
      + "${family} saddr { ${lib.concatStringsSep ", " addresses} } "
      + "${protocol} dport { ${portList ports} } accept\n"
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

  # Of an interface whose name ends with *, the beginning is known.
  isMesh =
    name:
    let
      beginning = builtins.match "(.*)\\*" cfg.mesh.interface;
    in
    cfg.mesh.interface != null
    && (
      if beginning == null then
        name == cfg.mesh.interface
      else
        builtins.substring 0 (builtins.stringLength (builtins.head beginning)) name == builtins.head beginning
    );
  trusted = builtins.filter isMesh config.networking.firewall.trustedInterfaces;

  published = builtins.filter (r: r.tcp != [ ]) cfg.mesh.published;

  # Root is there already; everybody else gets a user who may read the journal.
  account =
    name: groups:
    if name == "root" then
      { }
    else
      {
        isNormalUser = true;
        extraGroups = [ "systemd-journal" ] ++ groups;
      };
in
{
  imports = [
    ./lockout.nix
    ./options.nix
  ];

  assertions = [
    {
      assertion = cfg.watch.keys == [ ] || cfg.watch.user != cfg.deploy.user;
      message = "switchyard: who holds a key of claudetorio.watch.keys may only watch, but ${cfg.watch.user} may deploy: give claudetorio.watch.user another name.";
    }
  ];

  warnings = lib.optional (trusted != [ ]) (
    "switchyard: networking.firewall.trustedInterfaces on ${config.networking.hostName} holds ${builtins.head trusted}: "
    + "every machine of the private network reaches every port, RCON among them."
  );

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
      ${cfg.deploy.user} = account cfg.deploy.user [ "wheel" ] // {
        openssh.authorizedKeys.keys = cfg.deploy.keys;
      };
    }
    {
      ${cfg.watch.user} = account cfg.watch.user [ ] // {
        openssh.authorizedKeys.keys = cfg.watch.keys;
      };
    }
  ];
  # Of several rules that fit, sudo takes the last.
  security.sudo.extraRules = lib.mkAfter [
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

  # A port that a container publishes is forwarded before the firewall sees it; this chain comes before the forwarding.
  networking.nftables.tables = lib.mkIf (published != [ ]) {
    published-ports = {
      family = "inet";
      content = ''
        chain prerouting {
          type filter hook prerouting priority raw; policy accept;
          iifname "lo" accept
          ${lib.concatStringsSep "" (map (rules null) published)}
          fib daddr type local tcp dport { ${portList (builtins.concatMap (r: r.tcp) published)} } drop
        }
      '';
    };
  };

  boot.kernel.sysctl = {
    # Without this an outgoing connection may take a service's port before the service starts.
    "net.ipv4.ip_local_reserved_ports" = lib.mkIf (cfg.reservedPorts != [ ]) (
      lib.concatStringsSep "," cfg.reservedPorts
    );
    # The private network comes up after the services that listen on it.
    "net.ipv4.ip_nonlocal_bind" = lib.mkIf cfg.mesh.bindEarly 1;
    "net.ipv6.ip_nonlocal_bind" = lib.mkIf cfg.mesh.bindEarly 1;
  };

  # A static address, where the host has no DHCP.
  networking.useDHCP = lib.mkIf (cfg.network != null) false;
  networking.useNetworkd = lib.mkIf (cfg.network != null) true;
  systemd.network.networks = lib.mkIf (cfg.network != null) {
    "10-wired" = {
      matchConfig = {
        Type = "ether";
        # Physical ones: what containers are connected by is ether too, but of a kind.
        Kind = "!*";
      };
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
  # Or they are sent one that was built elsewhere, which nobody signed: who deploys is root in effect anyway.
  nix.settings.trusted-users = [ cfg.deploy.user ];
  nix.gc = {
    automatic = true;
    dates = "weekly";
    options = "--delete-older-than 30d";
  };
}
