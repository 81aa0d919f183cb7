# SPDX-License-Identifier: GPL-3.0-or-later
# The firewall as an nftables ruleset, loaded by nftables.service where nft and the kernel can; else the unit says so.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.networking.firewall;
  sshd = config.services.openssh;
  set = values: "{ ${lib.concatStringsSep ", " (map toString values)} }";
  range = r: "${toString r.from}-${toString r.to}";
  open =
    prefix: protocol: ports: ranges:
    lib.optionalString (ports != [ ] || ranges != [ ])
      "${prefix}${protocol} dport ${set (builtins.sort builtins.lessThan ports ++ map range ranges)} accept\n";
  openAll =
    prefix: x:
    open prefix "tcp" x.allowedTCPPorts x.allowedTCPPortRanges
    + open prefix "udp" x.allowedUDPPorts x.allowedUDPPortRanges;

  # What the input chain does with a packet, rule by rule.
  input =
    "iifname ${set ([ "lo" ] ++ map (name: "\"${name}\"") cfg.trustedInterfaces)} accept\n"
    + "ct state { established, related } accept\n"
    + openAll "" cfg
    + lib.concatStringsSep "" (
      map (name: openAll "iifname \"${name}\" " cfg.interfaces.${name}) (builtins.attrNames cfg.interfaces)
    )
    + lib.optionalString cfg.allowPing "icmp type echo-request accept\nmeta l4proto icmpv6 accept\n"
    + cfg.extraInputRules;
  ruleset = pkgs.writeText "nixos-fw.nft" ''
    table inet nixos-fw
    delete table inet nixos-fw
    table inet nixos-fw {
      chain input {
        type filter hook input priority filter; policy drop;
    ${input}
      }
    }
    ${lib.concatStringsSep "" (map table (builtins.attrNames config.networking.nftables.tables))}
  '';
  table =
    name:
    let
      inherit (config.networking.nftables.tables.${name}) family content;
    in
    ''
      table ${family} ${name}
      delete table ${family} ${name}
      table ${family} ${name} {
      ${content}
      }
    '';
in
{
  networking.firewall.allowedTCPPorts = lib.mkIf (sshd.enable && sshd.openFirewall) sshd.ports;
  networking.firewall.allowedUDPPorts = lib.mkMerge [
    (lib.mkIf (config.services.tailscale.enable && config.services.tailscale.openFirewall) [
      config.services.tailscale.port
    ])
    # ZeroTier's module asks nobody.
    (lib.mkIf config.services.zerotierone.enable [ config.services.zerotierone.port ])
  ];

  system.build.firewall = if cfg.enable then input + "drop\n" else "accept\n";
  system.build.ruleset = ruleset;

  systemd.services = lib.mkIf (cfg.enable && config.networking.nftables.enable) {
    nftables = {
      description = "nftables firewall";
      wantedBy = [ "multi-user.target" ];
      stopIfChanged = false;
      serviceConfig = {
        Type = "oneshot";
        RemainAfterExit = true;
      };
      script = ''
        if ! nft list tables > /dev/null 2>&1; then
          echo "no nft or no kernel support for it here: the firewall is not loaded" >&2
          exit 0
        fi
        nft -f ${ruleset}
      '';
      preStop = "nft destroy table inet nixos-fw 2> /dev/null || nft delete table inet nixos-fw || true";
    };
  };
}
