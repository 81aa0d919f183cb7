# Who is on the private network. Each host reads this file and leaves itself out; how an operator's
# device joins, the head of yggdrasil.nix says.
# Written by Switchyard from fleet.yaml. Change the design there, not here.
{
  hosts = {
    factorio-server = {
      publicKey = "9eb28aac43861c810fb77d4739249dab7f703d81bfe7bda89cc3cbac45eb5296";
      address = "200:c29a:eaa7:78f3:c6fd:e091:571:8db6";
      endpoint = "203.0.113.10:9943";
    };
    factorio-server-mini = {
      publicKey = "d55ecac2639a58547401a8002804597f9471d89a300bb08a325078cc44f98bcd";
      address = "200:5542:6a7b:38cb:4f57:17fc:afff:aff7";
      endpoint = "203.0.113.20:9943";
    };
    factorio-server-stream = {
      # Not known yet: nobody reaches this host until its public key stands in fleet.yaml.
      publicKey = null;
      address = null;
      endpoint = "203.0.113.30:9943";
    };
  };

  # Operators' devices.
  operators = { };
}
