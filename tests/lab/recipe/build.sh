# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the base tree; lib/base.sh runs it with lab_dir, tree, debs (kept packages), release and sources.

recipe=$lab_dir/recipe
unset LANGUAGE
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin

# Nobody needs this tree after a power cut, nor its manuals.
mkdir -p "$tree/etc/dpkg/dpkg.cfg.d"
printf '%s\n' force-unsafe-io path-exclude=/usr/share/{doc,man,info,locale}/'*' >"$tree/etc/dpkg/dpkg.cfg.d/lab"

debootstrap --variant=minbase --cache-dir="$debs" "$release" "$tree" "$(awk -v release="$release" '$2 == release { print $1; exit }' <<<"$sources")"

mirror_write "$tree" "$sources"
printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d" # nothing starts while packages are put in
chmod +x "$tree/usr/sbin/policy-rc.d"

mount -t proc proc "$tree/proc"
mount --bind "$debs" "$tree/var/cache/apt/archives"
mkdir -p "$debs/partial"
mapfile -t packages < <(sed 's/#.*//' "$recipe/packages" | xargs -n1)
chroot "$tree" apt-get -q -o Acquire::Languages=none update
chroot "$tree" apt-get -q -y -o APT::Keep-Downloaded-Packages=true --no-install-recommends install "${packages[@]}"
umount "$tree/var/cache/apt/archives"

cp -R --preserve=mode "$recipe/root/." "$tree/"
cp "$recipe/configure.sh" "$tree/configure.sh"
chroot "$tree" bash -eu /configure.sh
umount "$tree/proc"
rm "$tree/configure.sh" "$tree/usr/sbin/policy-rc.d"
