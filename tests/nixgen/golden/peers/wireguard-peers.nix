# Who is on the private network. Each host reads this file and leaves itself out; how an operator's
# device joins, the head of wireguard.nix says.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
{
  hosts = {
    factorio-server = {
      publicKey = "000000000000000000000000000000000000000001A=";
      address = "10.100.244.96";
      endpoint = "203.0.113.10:51820";
    };
    factorio-server-mini = {
      publicKey = "000000000000000000000000000000000000000002A=";
      address = "10.100.43.110";
      endpoint = "203.0.113.20:51820";
    };
    factorio-server-stream = {
      # Not known yet: nobody reaches this host until its public key stands in fleet.yaml.
      publicKey = null;
      address = "10.100.160.50";
      endpoint = "203.0.113.30:51820";
    };
  };

  # Operators' devices.
  operators = {
    ada = {
      publicKey = "000000000000000000000000000000000000000008A=";
      address = "10.100.213.15";
    };
    bob = {
      publicKey = "000000000000000000000000000000000000000007A=";
      address = "10.100.0.9";
    };
  };
}
