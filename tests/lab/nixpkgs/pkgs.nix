# SPDX-License-Identifier: GPL-3.0-or-later
# The packages that our modules use, as tiny derivations: files are written, programs link to those of the host.
{ system }:
let
  path = "/usr/bin:/bin:/usr/sbin:/sbin";
  run =
    name: script: attrs:
    derivation (
      {
        inherit name system;
        builder = "/bin/sh";
        args = [
          "-euc"
          ". \"$buildCommandPath\""
        ];
        buildCommand = script;
        PATH = path;
        preferLocalBuild = true;
      }
      // attrs
      // {
        passAsFile = [ "buildCommand" ] ++ (attrs.passAsFile or [ ]);
      }
    )
    // {
      meta = { };
    };

  write =
    how: name: text:
    run name "cp \"$textPath\" \"$out\"; chmod ${how} \"$out\"" {
      inherit text;
      passAsFile = [ "text" ];
    };
  # A package whose programs are the host's own.
  host =
    name: programs:
    run name ''
      mkdir -p "$out/bin"
      for program in $programs; do
        for folder in /usr/bin /usr/sbin; do
          [ ! -e "$folder/$program" ] || ln -sf "$folder/$program" "$out/bin/$program"
        done
      done
    '' { inherit programs; };
  hosts = builtins.mapAttrs host {
    bash = "bash sh";
    caddy = "caddy";
    coreutils = "cat chmod chown cp cut date dirname env head install ln mkdir mv readlink rm sleep sort tail tr";
    coturn = "turnserver turnutils_uclient";
    curl = "curl";
    docker = "docker";
    docker-compose = "docker-compose";
    git = "git";
    gnugrep = "grep";
    gnused = "sed";
    htop = "htop";
    iproute2 = "ip ss";
    jq = "jq";
    nix = "nix nix-build nix-env nix-instantiate nix-store";
    nftables = "nft";
    openssh = "ssh ssh-keygen sshd";
    openssl = "openssl";
    redis = "redis-server redis-cli";
    sudo = "sudo";
    systemd = "systemctl journalctl";
    tailscale = "tailscale tailscaled";
    tcpdump = "tcpdump";
    util-linux = "flock unshare";
  };
in
hosts
// rec {
  inherit system run;
  stdenv.hostPlatform = { inherit system; };
  writeText = write "0444";
  writeShellScript = name: text: write "0555" name "#!/bin/sh\n${text}";
  writeShellScriptBin =
    name: text:
    run name "mkdir -p \"$out/bin\"; cp \"$textPath\" \"$out/bin/${name}\"; chmod 0555 \"$out/bin/${name}\"" {
      text = "#!/bin/sh\n${text}";
      passAsFile = [ "text" ];
    };
  runCommand = name: env: script: run name script env;
  formats.json = _: {
    type = null;
    generate = name: value: writeText name (builtins.toJSON value);
  };
  # No image can be pulled in the lab: this one keeps a list of what it was asked for.
  podman = run "podman-stand-in" "mkdir -p \"$out/bin\"; cp ${./stand-in/podman} \"$out/bin/podman\"; chmod 0555 \"$out/bin/podman\"" { };
}
