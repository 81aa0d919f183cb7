# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody is locked out, whatever a module under `imports` says. Cases of traps.nix.
{
  force,
  refused,
  accepted,
  configOf,
}:
let
  inherit (builtins) elem;
  sshd = name: value: { services.openssh.settings.${name} = value; };
in
{
  "sshd cannot be switched off" = refused "services.openssh.enable is false" { services.openssh.enable = force false; };
  "sshd cannot leave its port" = refused "does not listen on port 22" { services.openssh.ports = force [ 2222 ]; };
  "sshd cannot listen on another port only" = refused "does not listen on port 22" {
    services.openssh.listenAddresses = [
      {
        addr = "10.0.0.1";
        port = 2222;
      }
    ];
  };
  "the firewall cannot close sshd's port" = refused "firewall is closed for port 22" {
    services.openssh.openFirewall = force false;
  };
  "the sources of SSH cannot be taken out of the firewall" = refused "firewall is closed for port 22" {
    claudetorio.ssh.allowFrom = [ "198.51.100.0/24" ];
    networking.firewall.extraInputRules = force "";
  };
  "login by key cannot be switched off" =
    refused "by key alone" (sshd "PubkeyAuthentication" false) && refused "by key alone" (sshd "PubkeyAuthentication" "no");
  "a second factor cannot be demanded" = refused "by key alone" (sshd "AuthenticationMethods" "publickey,password");
  "the deploy user cannot be left out of sshd's lists" =
    refused "does not let deploy in" (sshd "AllowUsers" [ "anna" ])
    && refused "does not let deploy in" (sshd "DenyUsers" [ "deploy" ])
    && refused "does not let deploy in" (sshd "AllowGroups" [ "admins" ])
    && refused "does not let deploy in" (sshd "DenyGroups" [ "wheel" ]);
  "the deploy user's keys cannot be taken away" =
    refused "lacks keys" { users.users.deploy.openssh.authorizedKeys.keys = force [ ]; }
    && refused "leaves out the keys" { services.openssh.authorizedKeysFiles = force [ "%h/.ssh/authorized_keys" ]; };
  "the fleet cannot be without keys" = refused "claudetorio.deploy.keys is empty" { claudetorio.deploy.keys = force [ ]; };
  "the deploy user cannot be disabled" = refused "is no user who can log in" { users.users.deploy.enable = force false; };
  "the deploy user's sudo right cannot be taken away" =
    refused "become root without a password" { security.sudo.enable = force false; }
    && refused "become root without a password" { security.sudo.extraRules = force [ ]; };
  "a root who deploys cannot be kept out" = refused "does not let root in" {
    claudetorio.deploy.user = force "root";
    services.openssh.settings.PermitRootLogin = force "no";
  };
  "what leaves the way in open is accepted" =
    accepted { }
    && accepted { networking.firewall.enable = force false; }
    && accepted { services.openssh.ports = [ 2222 ]; }
    && accepted (sshd "AllowUsers" [
      "anna"
      "deploy"
    ])
    && accepted (sshd "AllowGroups" [ "wheel" ])
    && accepted { claudetorio.deploy.user = force "root"; }
    && accepted {
      claudetorio.ssh.port = 2222;
      claudetorio.ssh.allowFrom = [
        "198.51.100.0/24"
        "2001:db8::/32"
      ];
    };
  "sudo takes the deploy user's rule last" =
    let
      rules =
        (configOf [
          {
            security.sudo.extraRules = [
              {
                groups = [ "wheel" ];
                commands = [ "ALL" ];
              }
            ];
          }
        ]).security.sudo.extraRules;
    in
    elem "deploy" (builtins.elemAt rules (builtins.length rules - 1)).users;

  "who may only watch gets no key of the deploy user" =
    let
      keys = {
        claudetorio.watch.keys = [ "ssh-ed25519 AAAA w" ];
      };
      apart = {
        claudetorio.watch.user = force "watch";
      };
      users =
        (configOf [
          keys
          apart
        ]).users.users;
    in
    refused "give claudetorio.watch.user another name" keys
    && accepted {
      imports = [
        keys
        apart
      ];
    }
    && !(elem "ssh-ed25519 AAAA w" users.deploy.openssh.authorizedKeys.keys)
    && !(elem "wheel" users.watch.extraGroups);
}
