# Sourced by every demo: privileges, a scratch directory, namespaces, a host, checks, and an end that leaves nothing.
set -euo pipefail

demo_dir=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tools.sh
source "$demo_dir/tools.sh"

WEIR=${WEIR:-$demo_dir/../distribution/target/weir/bin/weir}
PATH=$PATH:/usr/sbin:/sbin
scratch=
namespaces=()
children=()
failures=0

# Makes sure that namespaces and taps can be made: as root, or as the root of a user namespace of our own, where a
# tmpfs on /run holds what ip netns writes.
become_root() {
    if [[ $EUID -ne 0 ]]; then
        unshare -Urnm true 2>/dev/null || give_up "needs root, or a system that allows user namespaces (unshare -Urnm)"
        [[ -w /dev/net/tun ]] || give_up "needs root, or a /dev/net/tun that you may open (chmod 0666 /dev/net/tun)"
        exec unshare -Urnm --kill-child "$0" "$@"
    fi
    if [[ $(readlink /proc/self/ns/user) != "$(readlink /proc/1/ns/user 2>/dev/null)" ]]; then
        mount -t tmpfs tmpfs /run 2>/dev/null || true
    fi
    [[ -c /dev/net/tun ]] || give_up "needs /dev/net/tun (modprobe tun)"
}

# One sentence, and no demo.
give_up() {
    echo "demo: $1" >&2
    exit 1
}

begin() {
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/weir-demo.XXXXXX")
    trap finish EXIT
    trap 'exit 130' INT TERM HUP
}

# Ends what we started and removes what we made, whatever has happened.
finish() {
    local status=$? pid name
    trap - EXIT INT TERM HUP
    for pid in "${children[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${children[@]}"; do wait "$pid" 2>/dev/null || true; done
    for name in "${namespaces[@]}"; do ip netns delete "$name" 2>/dev/null || true; done
    if [[ -n ${WEIR_DEMO_KEEP:-} ]]; then
        echo "demo: kept $scratch" >&2
    else
        rm -rf "$scratch"
    fi
    exit "$status"
}

# Makes a namespace with loopback up; its name is its own to this run.
namespace() {
    local name=weir-$1-$$
    ip netns add "$name"
    namespaces+=("$name")
    ip -n "$name" link set lo up
    printf -v "$1" %s "$name"
}

inside() {
    local name=$1
    shift
    ip netns exec "$name" "$@"
}

# Starts something for the time of the demo; its output goes to a file of the scratch directory.
background() {
    local log=$scratch/$1.log
    shift
    "$@" >"$log" 2>&1 &
    children+=($!)
}

# Starts a host; its commands are standard input. Further arguments are sections of its configuration.
start_host() {
    cat >"$scratch/setup.gate"
    : >"$scratch/empty.conf"
    background host "$WEIR" run -c "$scratch/empty.conf" \
        "unix { runtime-dir $scratch exec $scratch/setup.gate }" "$@"
    host_pid=${children[-1]}
    until grep -qs 'weir: ready' "$scratch/host.log"; do
        kill -0 "$host_pid" 2>/dev/null || { cat "$scratch/host.log" >&2; give_up "the host does not start"; }
        sleep 0.05
    done
    ! grep ' ERROR ' "$scratch/host.log" >&2 || give_up "the host does not take its commands"
}

ctl() {
    "$WEIR" ctl -s "$scratch/cli.sock" "$@"
}

# How long an answer is waited for that has to come; one that must not is waited for briefly.
readonly PATIENCE_S=20
readonly BRIEFLY_S=2

# Waits until a command succeeds, so long at least.
eventually() {
    local tries
    for ((tries = 0; tries < PATIENCE_S * 10; tries++)); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    return 1
}

# check WHAT COMMAND...: runs it and says ok or FAILED; what it printed is shown if it failed.
check() {
    local what=$1
    shift
    if "$@" >"$scratch/check.log" 2>&1; then
        echo "ok      $what${note:+ ($note)}"
    else
        echo "FAILED  $what"
        sed 's/^/        /' "$scratch/check.log"
        failures=$((failures + 1))
    fi
    note=
}
note=

# Prints a heading and a host's answer.
show() {
    echo
    echo "--- $*"
    ctl "$@" || failures=$((failures + 1))
}

# The last line of every demo.
verdict() {
    echo
    if ((failures > 0)); then
        echo "demo $1: $failures checks FAILED"
        exit 1
    fi
    echo "demo $1: all checks passed"
}

# Both namespaces reach the host, and the left one the right one.
neighbours_answer() {
    eventually inside "$left" ping -c 1 -W 1 10.1.0.1 && eventually inside "$right" ping -c 1 -W 1 10.2.0.1 &&
        eventually inside "$left" ping -c 1 -W 1 10.2.0.2
}

# Answers to pings that the kernel of a namespace has got, of both families.
echo_replies() {
    inside "$1" cat /proc/net/snmp /proc/net/snmp6 | awk '
        /^Icmp: InMsgs/ { for (i = 1; i <= NF; i++) if ($i == "InEchoReps") column = i; next }
        /^Icmp: / { sum += $column }
        /^Icmp6InEchoReplies/ { sum += $2 }
        END { print sum }'
}

has_replies() {
    (($(echo_replies "$1") >= $2))
}

# ping_all NAMESPACE COUNT ARGUMENT...: each of so many requests is answered, however late. The kernel is asked: ping gives the
# last answers no longer than twice what the slowest took before.
ping_all() {
    local name=$1 count=$2 due
    shift 2
    due=$(($(echo_replies "$name") + count))
    inside "$name" ping -c "$count" -W "$PATIENCE_S" -q "$@" || true
    eventually has_replies "$name" "$due"
}

# From the left namespace to the right one, a hundred times.
ping_without_loss() {
    ping_all "$left" 100 -i 0.02 10.2.0.2 >"$scratch/ping.log" 2>&1 || { cat "$scratch/ping.log"; return 1; }
    note="100 of 100, $(sed -n 's/^rtt min[^=]*= [^/]*\/\([0-9.]*\)\/.*/\1 ms on average/p' "$scratch/ping.log")"
}
