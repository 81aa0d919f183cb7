# switchyard-script: probe-checks 1
# SPDX-License-Identifier: GPL-3.0-or-later
# For every line that is read: whether the services of this host answer. "$@" are pairs: tcp PORT, http URL, https URL, or
# http-login URL, of which an answer that asks for a password (401) is a good one.
# Prints "N ok", "N failed" or "N unknown" for the N-th pair (from 0, in any order), then the byte 036. All checks run at
# once and none takes longer than 3 s.
PATH=/run/wrappers/bin:/run/current-system/sw/bin:/usr/bin:/bin; export PATH; LC_ALL=C; export LC_ALL
check_tcp() {
    if command -v bash >/dev/null; then
        timeout 3 bash -c ': </dev/tcp/127.0.0.1/"$1"' bash "$1" 2>/dev/null && echo "$2 ok" || echo "$2 failed"
    elif command -v nc >/dev/null; then
        timeout 3 nc -z 127.0.0.1 "$1" && echo "$2 ok" || echo "$2 failed"
    else
        echo "$2 unknown"
    fi
}
check_http() {
    if command -v curl >/dev/null; then
        curl -fsS -o /dev/null -m 3 -- "$1" 2>/dev/null && echo "$2 ok" || echo "$2 failed"
    else
        echo "$2 unknown"
    fi
}
check_login() {
    if command -v curl >/dev/null; then
        case $(curl -sS -o /dev/null -m 3 -w '%{http_code}' -- "$1" 2>/dev/null) in
            2?? | 401) echo "$2 ok" ;;
            *) echo "$2 failed" ;;
        esac
    else
        echo "$2 unknown"
    fi
}
check_all() {
    n=0
    while [ $# -gt 1 ]; do
        case $1 in
            tcp) check_tcp "$2" "$n" & ;;
            http | https) check_http "$2" "$n" & ;;
            http-login) check_login "$2" "$n" & ;;
            *) echo "$n unknown" ;;
        esac
        shift 2
        n=$((n + 1))
    done
    wait
}
while read -r _; do
    check_all "$@" </dev/null
    printf '\036'
done
