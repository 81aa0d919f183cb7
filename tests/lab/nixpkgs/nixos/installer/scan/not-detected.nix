# SPDX-License-Identifier: GPL-3.0-or-later
# Named by captured hardware files of real machines: firmware for what the scan did not know.
{ lib, ... }:
{
  hardware.enableRedistributableFirmware = lib.mkDefault true;
}
