# SPDX-License-Identifier: GPL-3.0-or-later
# The package archive that this machine itself uses; apt is asked, so both styles of sources are understood.

# mirror_lines CODENAME: "URI SUITE main" of every source of that release, its updates and security included.
mirror_lines() {
    apt-get indextargets --format '$(CODENAME) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v name="$1" '
            $1 ~ /^\$/ { $1 = $3 } # apt has not read this release yet
            ($1 == name || index($1, name "-") == 1) && $4 == "main" { print $2, $3, $4 }' | sort -u
}

# mirror_of CODENAME: "URI SUITE" of the release itself.
mirror_of() {
    local line
    line=$(mirror_lines "$1" | awk -v name="$1" '$2 == name || $2 !~ /-/ { print $1, $2; exit }')
    [ -n "$line" ] || die "apt knows no source for $1 main; look at /etc/apt/sources.list and /etc/apt/sources.list.d"
    echo "$line"
}

# mirror_write TREE CODENAME: gives a new tree the machine's sources and the way apt reaches them (proxy, checks).
mirror_write() {
    mirror_lines "$2" | sed 's/^/deb /' >"$1/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https|ftp|Check-|Retries)' >"$1/etc/apt/apt.conf.d/00machine" || true
    cp -L /etc/resolv.conf /etc/hosts "$1/etc/"
}
