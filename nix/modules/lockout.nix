# SPDX-License-Identifier: GPL-3.0-or-later
# What would lock everybody out of a host does not evaluate, whoever asks for it: a role, or a module under `imports`.
# A host that nobody can log in to is one that no deploy can mend.
{ config, ... }:
let
  inherit (builtins) all any elem;
  cfg = config.claudetorio;
  sshd = config.services.openssh;
  inherit (config.networking) firewall hostName;
  inherit (config.security) sudo;
  inherit (cfg.deploy) user;
  account = config.users.users.${user};
  isRoot = user == "root";

  setting = name: sshd.settings.${name} or null;
  byKey =
    elem (setting "PubkeyAuthentication") [
      null
      true
      "yes"
    ]
    && elem (setting "AuthenticationMethods") [
      null
      "any"
      "publickey"
    ];
  # Whether one of these names stands in that list of sshd's; `none` where there is no list.
  listed =
    name: none: candidates:
    if setting name == null then none else any (candidate: elem candidate (setting name)) candidates;
  letsIn =
    listed "AllowUsers" true [ user ]
    && !listed "DenyUsers" false [ user ]
    && listed "AllowGroups" true groups
    && !listed "DenyGroups" false groups
    && !(isRoot && setting "PermitRootLogin" == "no");
  groups = account.extraGroups ++ [ (if isRoot then "root" else "users") ];

  port = toString cfg.ssh.port;

  opened =
    if cfg.ssh.allowFrom != [ ] then
      builtins.replaceStrings [ "tcp dport { ${port} } accept" ] [ "" ] firewall.extraInputRules
      != firewall.extraInputRules
    else
      elem cfg.ssh.port firewall.allowedTCPPorts
      || any (range: range.from <= cfg.ssh.port && cfg.ssh.port <= range.to) firewall.allowedTCPPortRanges;
  listens =
    sshd.listenAddresses == [ ]
    || any (address: address.port == null || address.port == cfg.ssh.port) sshd.listenAddresses;
  anything = command: command.command or "" == "ALL" && elem "NOPASSWD" (command.options or [ ]);
  becomesRoot = rule: elem user rule.users && any anything rule.commands;

  # What has to hold, and what is wrong where it does not.
  rules = [
    {
      holds = sshd.enable;
      wrong = "services.openssh.enable is false";
    }
    {
      holds = elem cfg.ssh.port sshd.ports && listens;
      wrong = "services.openssh does not listen on port ${port}, the one of claudetorio.ssh.port";
    }
    {
      holds = !firewall.enable || opened;
      wrong = "the firewall is closed for port ${port}, on which sshd listens";
    }
    {
      holds = byKey;
      wrong = "sshd takes no login by key alone";
    }
    {
      holds = elem "/etc/ssh/authorized_keys.d/%u" sshd.authorizedKeysFiles;
      wrong = "services.openssh.authorizedKeysFiles leaves out the keys that NixOS knows";
    }
    {
      holds = letsIn;
      wrong = "sshd does not let ${user} in";
    }
    {
      holds = account.enable && (isRoot || account.isNormalUser);
      wrong = "users.users.${user} is no user who can log in";
    }
    {
      holds = all (key: elem key account.openssh.authorizedKeys.keys) cfg.deploy.keys;
      wrong = "users.users.${user} lacks keys of claudetorio.deploy.keys";
    }
    {
      holds = isRoot || sudo.enable && any becomesRoot sudo.extraRules;
      wrong = "security.sudo does not let ${user} become root without a password";
    }
  ];
in
{
  assertions = [
    {
      assertion = cfg.deploy.keys != [ ];
      message = "switchyard: claudetorio.deploy.keys is empty: nobody could log in to ${hostName} any more. Add a key under deploy.keys.";
    }
  ]
  ++ map (rule: {
    assertion = rule.holds;
    message = "switchyard: ${rule.wrong}. Nobody could deploy to ${hostName} any more: undo that in the module that sets it.";
  }) rules;
}
