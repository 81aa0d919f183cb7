# SPDX-License-Identifier: GPL-3.0-or-later
{
  imports = [
    ./assertions.nix
    ./containers.nix
    ./defaults.nix
    ./etc.nix
    ./firewall.nix
    ./services.nix
    ./sshd.nix
    ./toplevel.nix
    ./units.nix
    ./users.nix
  ];
}
