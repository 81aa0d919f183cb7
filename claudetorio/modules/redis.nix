# SPDX-License-Identifier: GPL-3.0-or-later
# Redis keeps the broker's sessions. The server without a name is the unit redis.service.
{ lib, ... }:
{
  services.redis.servers."" = {
    enable = true;
    bind = "127.0.0.1";
    port = lib.mkDefault 6379;
  };
}
