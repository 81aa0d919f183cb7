# SPDX-License-Identifier: GPL-3.0-or-later
# A stand-in for nixpkgs: real module semantics, the option names and types of NixOS 26.05, and a system that starts and
# stops units on a Debian host of the lab. It needs no network and builds with /bin/sh alone.
{
  description = "Stand-in nixpkgs for Switchyard's lab";
  outputs =
    { self }:
    import ./nixos-system.nix { };
}
