# SPDX-License-Identifier: GPL-3.0-or-later
# Runs inside the new tree: turns a plain Debian into a host that a deploy can take for its own.

# The design has units of its own named redis, caddy and coturn; a switch writes them to /etc/systemd/system.
# Debian's units of these names (and the init scripts that systemd would make units of) must not stand in for them.
for service in redis-server redis-server@ caddy caddy-api coturn; do
    systemctl disable "$service.service" 2>/dev/null || true
    rm -f "/usr/lib/systemd/system/$service.service" "/etc/init.d/${service%@}"
done
for service in redis caddy coturn; do
    find /etc/systemd/system -name "$service*.service" -delete
done

# Timers of a distribution that looks after itself have no business on a host that lives for minutes.
systemctl mask --quiet apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
    systemd-timesyncd.service sshd-keygen.service console-getty.service getty@tty1.service

useradd --create-home --shell /bin/bash deploy
echo '{"version": 2, "flakes": []}' >/etc/nix/empty-registry.json
chmod 0440 /etc/sudoers.d/deploy
install -d -m 0700 /root/.ssh
install -d -m 0700 -o deploy -g deploy /home/deploy/.ssh

systemctl enable --quiet ssh.service lab-setup.service lab-generation.service
echo LANG=C.UTF-8 >/etc/default/locale
rm -f /etc/ssh/ssh_host_* # made for every run
rm -f /etc/hostname /etc/resolv.conf
: >/etc/machine-id # every host gets its own at boot

# A NixOS host finds its tools in profiles; here they are links to Debian's.
mkdir -p /nix /usr/local/lib/lab/tools/bin
ln -s /usr/sbin/* /usr/bin/* /usr/local/bin/* /usr/local/lib/lab/tools/bin/ 2>/dev/null || true

apt-get -q clean
rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/*.log
