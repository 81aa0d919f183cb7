# SPDX-License-Identifier: GPL-3.0-or-later
# The package archive that this machine itself uses; apt is asked, so both styles of sources are understood.

# mirror_lines RELEASE: "URI SUITE main" of that release, its updates and security, each where the machine has its own from.
mirror_lines() {
    apt-get indextargets --format '$(CODENAME) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v own="$(release_field VERSION_CODENAME)" -v name="$1" '
            $1 ~ /^\$/ { $1 = $3 } # apt has not read this release yet
            ($1 == own || index($1, own "-") == 1) && $4 == "main" { print $2, name substr($1, length(own) + 1), $4 }' |
        sort -u
}

# mirror_write TREE LINES: gives a new tree these sources and the way this machine's apt reaches them (proxy, checks).
mirror_write() {
    sed 's/^/deb /' <<<"$2" >"$1/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https|ftp|Check-|Retries)' >"$1/etc/apt/apt.conf.d/00machine" || true
    local file
    for file in /etc/resolv.conf /etc/hosts; do
        [ ! -e "$file" ] || cp -L "$file" "$1/etc/"
    done
}
