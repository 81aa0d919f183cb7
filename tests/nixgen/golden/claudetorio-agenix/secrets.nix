# Who can read which secret: the operators, and the hosts that need it. agenix reads this file when
# secrets are edited; no host does.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
let
  # operator age1operator…
  operator1 = "age1operator";
in
{
  # Not yet for factorio-server-mini: the host-key is not known.
  "secrets/factorio-server-mini/broker_env.age".publicKeys = [ operator1 ];
  # Not yet for factorio-server-stream: the host-key is not known.
  "secrets/factorio-server-stream/selkies_env.age".publicKeys = [ operator1 ];
  # Not yet for factorio-server: the host-key is not known.
  "secrets/factorio-server/rcon_password.age".publicKeys = [ operator1 ];
  # Not yet for factorio-server, factorio-server-mini, factorio-server-stream: the host-key is not known.
  "secrets/tailscale_authkey.age".publicKeys = [ operator1 ];
  # Not yet for factorio-server-stream: the host-key is not known.
  "secrets/turn_static_auth_secret.age".publicKeys = [ operator1 ];
}
