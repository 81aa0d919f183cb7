#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ksyntaxhighlighting.sh PREFIX: builds KSyntaxHighlighting for Qt 6 into PREFIX, once.
#
# Debian 12 packages it for Qt 5 only, but its source builds for Qt 6 as well. The source comes from the archive that this
# machine's apt is set up for: from its own suite, else from the next one, which carries a version that still builds here.
# apt checks size and SHA-256 against the archive's signed index. Nothing of the system's apt configuration changes, and no
# root is needed. A static library, so that it can never be taken for the packaged one of the same name.
set -euo pipefail

prefix=${1:?usage: ksyntaxhighlighting.sh PREFIX}
next_suite=trixie

fail() { echo "KSyntaxHighlighting: $*" >&2; exit 1; }

is_built() { find "$prefix" -name KF5SyntaxHighlightingConfig.cmake 2>/dev/null | grep -q .; }

# apt_config SUITE: a folder apt-SUITE with the machine's own sources as source archives, moved to SUITE where one is given.
apt_config() {
    local dir=$work/apt-${1:-own} own file
    own=$(. /etc/os-release; echo "${VERSION_CODENAME:?no VERSION_CODENAME in /etc/os-release}")
    mkdir -p "$dir"/parts "$dir"/lists/partial
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -e "$file" ] || continue
        sed -E "s/^Types:.*/Types: deb-src/${1:+;s/\b$own\b/$1/g}" "$file" >"$dir/parts/${file##*/}"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -e "$file" ] || continue
        sed -nE "s/^deb(-src)?([[:space:]])/deb-src\2/${1:+;s/\b$own\b/$1/g};/^deb-src/p" "$file"
    done | sort -u >"$dir/sources.list"
    echo "$dir"
}

# fetch_source SUITE: the source archive into $work; the machine's own suite when SUITE is empty.
fetch_source() {
    local dir
    dir=$(apt_config "$1")
    local options=(-qq -o Dir::Etc::SourceList="$dir/sources.list" -o Dir::Etc::SourceParts="$dir/parts"
        -o Dir::State::Lists="$dir/lists" -o Dir::Cache="$dir" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
        -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20)
    [ "$(id -u)" != 0 ] || options+=(-o APT::Sandbox::User=root) # $work is not for the user _apt to read
    # A third-party source that carries no sources may fail here; whether ours is there shows in the next line.
    apt-get "${options[@]}" update || true
    (cd "$work" && apt-get "${options[@]}" source --download-only --tar-only ksyntax-highlighting)
}

build() {
    local ecm
    ecm=$(dpkg-query -W -f '${Version}' extra-cmake-modules | sed -E 's/^[0-9]+://;s/-.*//')
    mkdir "$work/src"
    tar xJf "$work"/ksyntax-highlighting_*.orig.tar.xz -C "$work/src" --strip-components=1
    rm -rf "$work/src/poqm"                                              # translations would need Qt's linguist tools
    sed -i -E "s/(find_package\(ECM )[0-9.]+/\1$ecm/" "$work/src/CMakeLists.txt" # asks for its own version, needs no more than ours
    cmake -S "$work/src" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" \
        -DBUILD_WITH_QT6=ON -DQT_MAJOR_VERSION=6 -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
        -DBUILD_TESTING=OFF -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Quick=ON
    cmake --build "$work/build" --target install
}

mkdir -p "$prefix"
prefix=$(cd "$prefix" && pwd)
exec 9>"$prefix/.lock"
flock 9 # another build tree may be at it
! is_built || exit 0

for tool in apt-get dpkg-source xz ninja; do
    command -v "$tool" >/dev/null || fail "cannot be built without the command $tool"
done
dpkg-query -W extra-cmake-modules >/dev/null 2>&1 || fail "cannot be built without the package extra-cmake-modules"

work=$prefix/work
rm -rf "$work"
mkdir "$work"
trap 'rm -rf "$work"' EXIT
echo "KSyntaxHighlighting: building it for Qt 6 in $prefix (half a minute)"
{ fetch_source "" || { rm -f "$work"/*.tar.*; fetch_source "$next_suite"; }; } >"$prefix/fetch.log" 2>&1 ||
    fail "the archives in /etc/apt serve no source of it; see $prefix/fetch.log"
build >"$prefix/build.log" 2>&1 || fail "does not build; see $prefix/build.log"
