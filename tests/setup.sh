# SPDX-License-Identifier: GPL-3.0-or-later
# What run, test and .ci/run share; sourced by them with $top set to the root of the source tree.

jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}

# packages USE...: the packages listed in tests/packages for these uses and this release of Debian.
packages() {
    local release
    release=$(. /etc/os-release; echo "${VERSION_ID:-13}") # testing and unstable have no number
    awk -v release="$release" -v uses=" $* " \
        '/^[^#]/ && index(uses, " " $1 " ") && ($2 == "*" || $2 == release) && !seen[$3]++ { print $3 }' "$top/tests/packages"
}

# missing USE...: those of them that are not installed.
missing() {
    local package
    for package in $(packages "$@"); do
        [ "$(dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | sort -u)" = installed ] || echo "$package"
    done
}

# require USE...: installs what is missing; without root says what that is and leaves.
require() {
    local wanted
    if ! command -v dpkg-query >/dev/null; then
        echo "This is not Debian: see tests/packages for what has to be installed."
        return
    fi
    wanted=$(missing "$@" | xargs)
    [ -n "$wanted" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        printf 'Missing packages: %s\nInstall them as root:\n  apt-get install --no-install-recommends %s\n' "$wanted" "$wanted" >&2
        exit 1
    fi
    echo "Installing: $wanted"
    install_packages $wanted
}

# install_packages PACKAGE...: with fresh package lists where there are none or where they are out of date.
install_packages() {
    local get=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
    if compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null &&
        "${get[@]}" install --yes --no-install-recommends "$@" >/dev/null 2>&1; then
        return
    fi
    "${get[@]}" update
    "${get[@]}" install --yes --no-install-recommends "$@" >/dev/null
}

# build PRESET [TARGET...]: configures if need be, then builds the targets, or everything.
build() {
    local preset=$1 tree=$top/build/$1 options=()
    shift
    [ -z "${SWITCHYARD_CI:-}" ] || options=(-DSWITCHYARD_WERROR=ON -DSWITCHYARD_REQUIRE_KSYNTAXHIGHLIGHTING=ON)
    if [ -n "${SWITCHYARD_CI:-}" ] || [ ! -e "$tree/build.ninja" ] || [ "$top/CMakePresets.json" -nt "$tree/build.ninja" ]; then
        (cd "$top" && cmake --preset "$preset" -Wno-dev "${options[@]}")
    fi
    cmake --build "$tree" --parallel "$jobs" ${1:+--target "$@"}
}

# run_tests PRESET [CTEST ARGS]: runs them, then says what was skipped and why; in CI a skip is a failure.
run_tests() {
    local preset=$1 tree=$top/build/$1 status=0 skips
    shift
    (cd "$top" && ctest --preset "$preset" --parallel "$jobs" --output-junit "$tree/tests.xml" "$@") || status=$?
    skips=$(skipped "$tree/tests.xml" "$tree/Testing/Temporary/LastTest.log")
    if [ -n "$skips" ]; then
        printf '\nSkipped:\n%s\n' "$skips"
        [ -z "${SWITCHYARD_CI:-}" ] || [ $status != 0 ] || status=1
    fi
    return $status
}

# skipped JUNIT LOG: a line "test: reason" for every test program and every test function that was skipped.
skipped() {
    awk '
        FILENAME == ARGV[1] { if (/<testcase .*status="notrun"/) { split($0, part, "\""); whole[part[2]] = 1 } next }
        /^[0-9]+\/[0-9]+ Test: / { name = $3 }
        /^SKIP   : / { print "  " name ": " substr($0, 10) }
        /^<end of output>$/ && whole[name] { print "  " name ": " last }
        { last = $0 }' "$1" "$2"
}
