#!/usr/bin/env bash
# Demo: access lists between an inside and an outside: one port of a server open, answers let in by sessions, rules and plugin
# replaced in the middle of transfers.
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

readonly FILE_MB=300
readonly OPEN=8080
readonly CLOSED=8081
readonly RULES=2000
readonly INSIDE=10.1.0.2
readonly INSIDE6=2001:db8:1::2
readonly OUTSIDE=10.2.0.2
readonly OUTSIDE6=2001:db8:2::2

topology() {
    namespace left
    namespace right
    start_host "cpu { workers 2 }" <<COMMANDS
create tap id 0 host-ns $left host-if-name eth0 host-ip4-addr $INSIDE/24 host-ip4-gw 10.1.0.1 host-ip6-addr $INSIDE6/64 host-ip6-gw 2001:db8:1::1
create tap id 1 host-ns $right host-if-name eth0 host-ip4-addr $OUTSIDE/24 host-ip4-gw 10.2.0.1 host-ip6-addr $OUTSIDE6/64 host-ip6-gw 2001:db8:2::1
set interface ip address tap0 10.1.0.1/24
set interface ip address tap0 2001:db8:1::1/64
set interface ip address tap1 10.2.0.1/24
set interface ip address tap1 2001:db8:2::1/64
set interface state tap0 up
set interface state tap1 up
set acl-plugin acl permit proto tcp dst $INSIDE/32 dport $OPEN, permit proto tcp dst $INSIDE6/128 dport $OPEN, permit proto icmp, permit ipv6 proto icmp6 tag from-outside
set acl-plugin acl permit+reflect, permit+reflect ipv6 tag from-inside
COMMANDS
}

ends_meet() {
    eventually inside "$left" ping -c 1 -W 1 "$OUTSIDE" && eventually inside "$left" ping -c 1 -W 1 "$OUTSIDE6"
}

serve() {
    local name=$1 port
    shift
    mkdir -p "$scratch/www"
    [[ -e $scratch/www/file ]] || head -c "${FILE_MB}M" /dev/urandom >"$scratch/www/file"
    for port in "$@"; do
        background "http-$name-$port" ip netns exec "${!name}" \
            python3 -m http.server --bind :: --directory "$scratch/www" "$port"
        eventually inside "${!name}" curl -sf -o /dev/null -r 0-0 "http://127.0.0.1:$port/file" || return 1
    done
}

apply() {
    ctl set acl-plugin interface tap1 input acl 0 && ctl set acl-plugin interface tap1 output acl 1
}

reaches() {
    inside "$1" curl -sS --fail --max-time "${3:-$PATIENCE_S}" -o /dev/null -r 0-0 "http://$2/file"
}

# What is closed says nothing: a reset would be an answer too.
closed() {
    local status=0
    reaches "$1" "$2" "$BRIEFLY_S" || status=$?
    ((status == 28))
}

one_port_open() {
    local to
    for to in "$INSIDE" "[$INSIDE6]"; do
        reaches "$right" "$to:$OPEN" || return 1
        closed "$right" "$to:$CLOSED" || return 1
    done
}

answers_only() {
    local to
    for to in "$OUTSIDE" "[$OUTSIDE6]"; do
        reaches "$left" "$to:$CLOSED" || return 1
    done
    # From the port of that answer, but nobody has asked.
    ! inside "$right" curl -sS --fail --max-time "$BRIEFLY_S" -o /dev/null --local-port "$OPEN" "http://$INSIDE:$CLOSED/file" || return 1
    note="$(ctl show acl-plugin sessions summary | sed -n 's/^Sessions: \([0-9]*\) of.*/\1 sessions/p')"
}

pings_answered() {
    ping_all "$left" 5 -i 0.05 "$OUTSIDE" && ping_all "$left" 5 -i 0.05 "$OUTSIDE6"
}

said_by_test() {
    ctl acl test tap1 in tcp "$OUTSIDE" "$INSIDE" 40000 "$OPEN" | tee "$scratch/test.log"
    grep -q '^permit: acl 0 tag {from-outside} rule 0' "$scratch/test.log" || return 1
    ctl acl test tap1 in tcp "$OUTSIDE" "$INSIDE" 40000 "$CLOSED" | grep -q '^deny: no rule of acl 0 matches'
}

# Lists of thousands of rules, then short ones, in turn.
replace_rules() {
    local i
    {
        echo "acl index 0 tag from-outside"
        for ((i = 0; i < RULES; i++)); do
            echo "deny src 198.$((18 + i / 256 % 2)).$((i % 256)).0/24 proto tcp dport $((1000 + i))"
        done
        echo "permit proto tcp dst $INSIDE/32 dport $OPEN"
        echo "permit proto tcp dst $INSIDE6/128 dport $OPEN"
        echo "permit proto icmp"
        echo "permit ipv6 proto icmp6"
    } >"$scratch/long.acl"
    ctl acl save "$scratch/short.acl" index 0 || return 1
    for ((i = 0; i < 10; i++)); do
        ctl acl load "$scratch/long.acl" && ctl acl load "$scratch/short.acl" || return 1
    done
}

replace_plugin() {
    local i
    for ((i = 0; i < 3; i++)); do
        ctl plugin reload acl || return 1
    done
}

# A transfer of the right namespace from the server inside, and one of the left namespace from outside, while something happens.
transfer_while() {
    local what=$1 pids=() name sums
    rm -f "$scratch"/got-*
    inside "$right" curl -sS --fail --max-time 150 -o "$scratch/got-open" "http://[$INSIDE6]:$OPEN/file" &
    pids+=($!)
    inside "$left" curl -sS --fail --max-time 150 -o "$scratch/got-session" "http://$OUTSIDE:$CLOSED/file" &
    pids+=($!)
    children+=("${pids[@]}")
    eventually test -s "$scratch/got-open" && eventually test -s "$scratch/got-session" || return 1
    "$what" || return 1
    kill -0 "${pids[@]}" 2>/dev/null || echo "(a transfer was over before the changes were)"
    wait "${pids[0]}" && wait "${pids[1]}" || return 1
    sums=$(cd "$scratch" && sha256sum www/file got-open got-session)
    echo "$sums"
    [[ $(awk '{ print $1 }' <<<"$sums" | sort -u | wc -l) -eq 1 ]] || return 1
    note="2 of $FILE_MB MB"
}

still_closed() {
    closed "$right" "$INSIDE:$CLOSED" && closed "$right" "[$INSIDE6]:$CLOSED"
}

become_root "$@"
need_tools ip:iproute2 ping:iputils-ping curl:curl python3:python3 || exit 1
begin
echo "inside 10.1.0.2 --- tap0 [weir] tap1 (acl 0 in, acl 1 out) --- 10.2.0.2 outside"
echo
topology
check "inside and outside reach each other before lists are applied" ends_meet
serve left "$OPEN" "$CLOSED" || give_up "the web server does not start"
serve right "$CLOSED" || give_up "the web server does not start"
check "lists are applied to what comes from outside and what leaves for it" apply
check "outside reaches one port of the server inside and not the other, both families" one_port_open
check "inside reaches outside by sessions, and outside nothing but answers" answers_only
check "pings from inside are answered, both families" pings_answered
check "acl test says which rule decides" said_by_test
check "transfers go on while $RULES rules are loaded and taken back, ten times" transfer_while replace_rules
check "transfers go on while the plugin is replaced, three times" transfer_while replace_plugin
check "what was closed is closed still" still_closed
show show acl-plugin interface acl
show show acl-plugin hits
show show acl-plugin sessions summary
verdict acl
