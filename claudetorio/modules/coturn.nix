# SPDX-License-Identifier: GPL-3.0-or-later
# The TURN relay that carries WebRTC to viewers behind NAT. Its relay range starts tight and can be widened later.
{ config, lib, ... }:
let
  cfg = config.services.coturn;
  relay = config.claudetorio.turn.relayPorts;
  self = config.claudetorio.fleet.hosts.${config.networking.hostName};
  behindNat = self.private != null && self.public != [ ];
in
{
  assertions = [
    {
      assertion = relay.from <= relay.to;
      message = "switchyard: claudetorio.turn.relayPorts: ${toString relay.from} is above ${toString relay.to}.";
    }
  ];

  services.coturn = {
    enable = true;
    realm = "turn.${config.claudetorio.fleet.domain}";
    use-auth-secret = true;
    static-auth-secret-file = config.claudetorio.secrets.turn_static_auth_secret.path;
    min-port = relay.from;
    max-port = relay.to;
    # Browsers encrypt WebRTC themselves; TURN needs no TLS of its own.
    no-tls = true;
    no-dtls = true;
    # A relay for viewers must not become a way into the private network.
    extraConfig = ''
      no-multicast-peers
      denied-peer-ip=100.64.0.0-100.127.255.255
    ''
    + lib.optionalString behindNat "external-ip=${builtins.head self.public}/${self.private}\n";
  };

  claudetorio.secrets.turn_static_auth_secret = {
    scope = "shared";
    owner = "turnserver";
    restartUnits = [ "coturn.service" ];
  };

  networking.firewall = {
    allowedTCPPorts = [ cfg.listening-port ];
    allowedUDPPorts = [ cfg.listening-port ];
    allowedUDPPortRanges = [ relay ];
  };
}
