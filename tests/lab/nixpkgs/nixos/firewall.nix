# SPDX-License-Identifier: GPL-3.0-or-later
# The nftables input chain as NixOS would load it. The lab's hosts have no nft, so it is written down, not loaded.
{
  config,
  lib,
  ...
}:
let
  cfg = config.networking.firewall;
  sshd = config.services.openssh;
  set = values: "{ ${lib.concatStringsSep ", " (map toString values)} }";
  range = r: "${toString r.from}-${toString r.to}";
  open =
    prefix: protocol: ports: ranges:
    lib.optionalString (ports != [ ] || ranges != [ ]) "${prefix}${protocol} dport ${set (ports ++ map range ranges)} accept\n";
  openAll =
    prefix: x:
    open prefix "tcp" x.allowedTCPPorts x.allowedTCPPortRanges
    + open prefix "udp" x.allowedUDPPorts x.allowedUDPPortRanges;
in
{
  networking.firewall.allowedTCPPorts = lib.mkIf (sshd.enable && sshd.openFirewall) sshd.ports;
  networking.firewall.allowedUDPPorts =
    lib.mkIf (config.services.tailscale.enable && config.services.tailscale.openFirewall)
      [ config.services.tailscale.port ];
  system.build.firewall =
    if !cfg.enable then
      "accept everything\n"
    else
      "iifname { lo${lib.concatStringsSep "" (map (i: ", ${i}") cfg.trustedInterfaces)} } accept\nct state { established, related } accept\n"
      + openAll "" cfg
      + lib.concatStringsSep "" (
        map (name: openAll "iifname \"${name}\" " cfg.interfaces.${name}) (builtins.attrNames cfg.interfaces)
      )
      + lib.optionalString cfg.allowPing "icmp type echo-request accept\n"
      + cfg.extraInputRules
      + "drop\n";
}
