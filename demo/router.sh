#!/usr/bin/env bash
# Demo: Weir as a router of both families between five namespaces: two paths of which one goes, a table of its own for a tenant,
# path MTU discovery, fragments, hosts that configure themselves; a capture of it, decoded by tshark.
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

readonly TRANSFER_S=8
# So many that each path has some, though which differs with each start.
readonly FLOWS=32
readonly NARROW=1400
readonly HERE6=2001:db8:1::1
readonly THERE4=10.9.0.1
readonly THERE6=2001:db8:9::1

routing() {
    inside "$1" bash -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
}

# A kernel's router between the host and the right namespace; $2 is the third number of its networks.
hop() {
    local name=$1 number=$2
    ip -n "${!name}" link add to-right type veth peer name "to-$name" netns "$right"
    ip -n "${!name}" addr add "10.3.$number.1/24" dev to-right
    ip -n "${!name}" addr add "2001:db8:3$number::1/64" dev to-right nodad
    ip -n "${!name}" link set to-right up
    ip -n "$right" addr add "10.3.$number.2/24" dev "to-$name"
    ip -n "$right" addr add "2001:db8:3$number::2/64" dev "to-$name" nodad
    ip -n "$right" link set "to-$name" up
    ip -n "${!name}" route add 10.9.0.0/24 via "10.3.$number.2"
    ip -n "${!name}" route add 2001:db8:9::/64 via "2001:db8:3$number::2"
    routing "${!name}"
}

topology() {
    local name
    for name in left tenant upper lower right; do namespace "$name"; done
    hop upper 1
    hop lower 2
    ip -n "$right" addr add "$THERE4/32" dev lo
    ip -n "$right" addr add "$THERE6/128" dev lo nodad
    # What comes back keeps to the lower path: it is the host's choice among two that is shown.
    ip -n "$right" route add default via 10.3.2.1
    ip -n "$right" route add default via 2001:db8:32::1
    inside "$left" bash -c 'echo 1 >/proc/sys/net/ipv6/conf/default/accept_ra'
    start_host "cpu { workers 2 }" <<COMMANDS
create tap id 0 host-ns $left host-if-name eth0 host-ip4-addr 10.1.0.2/24 host-ip4-gw 10.1.0.1
create tap id 1 host-ns $upper host-if-name eth0 host-ip4-addr 10.2.1.2/24 host-ip4-gw 10.2.1.1 host-ip6-addr 2001:db8:21::2/64 host-ip6-gw 2001:db8:21::1
create tap id 2 host-ns $lower host-if-name eth0 host-ip4-addr 10.2.2.2/24 host-ip4-gw 10.2.2.1 host-ip6-addr 2001:db8:22::2/64 host-ip6-gw 2001:db8:22::1
create tap id 3 host-ns $tenant host-if-name eth0 host-ip4-addr 10.1.0.2/24 host-ip4-gw 10.1.0.1 host-ip6-addr 2001:db8:1::2/64 host-ip6-gw 2001:db8:1::1
ip table add 10
ip6 table add 10
set interface ip table tap3 10
set interface ip6 table tap3 10
set interface ip address tap0 10.1.0.1/24
set interface ip address tap0 2001:db8:1::1/64
set interface ip address tap1 10.2.1.1/24
set interface ip address tap1 2001:db8:21::1/64
set interface ip address tap2 10.2.2.1/24
set interface ip address tap2 2001:db8:22::1/64
set interface ip address tap3 10.1.0.1/24
set interface ip address tap3 2001:db8:1::1/64
set interface mtu packet $NARROW tap1
set interface mtu packet $NARROW tap2
set interface state tap0 up
set interface state tap1 up
set interface state tap2 up
set interface state tap3 up
ip6 nd tap0 no ra-suppress
ip route add 10.9.0.0/24 via 10.2.1.2 tap1 via 10.2.2.2 tap2
ip route add 2001:db8:9::/64 via 2001:db8:21::2 tap1 via 2001:db8:22::2 tap2
ip route add table 10 10.9.0.0/24 via ip4-lookup-in-table 0
ip route add table 10 2001:db8:9::/64 via ip6-lookup-in-table 0
ip route add 10.5.0.0/24 via 10.1.0.2 tap3
ip route add 2001:db8:5::/64 via 2001:db8:1::2 tap3
COMMANDS
    ip -n "$tenant" addr add 10.5.0.2/32 dev lo
    ip -n "$tenant" addr add 2001:db8:5::2/128 dev lo nodad
}

capture() {
    local name
    for name in left tenant; do
        background "capture-$name" ip netns exec "${!name}" tshark -q -i eth0 -s 200 -w "$scratch/$name.pcapng"
    done
    eventually grep -q Capturing "$scratch/capture-left.log" && eventually grep -q Capturing "$scratch/capture-tenant.log"
}

# The left namespace has an address, and a default route by the host's link-local address, from its advertisements.
configured() {
    eventually eval "ip -n $left -6 addr show dev eth0 scope global | grep -q '2001:db8:1:.*dynamic'" || return 1
    ip -n "$left" -6 addr show dev eth0
    eventually eval "ip -n $left -6 route show default | grep -q 'via fe80::.* proto ra'" || return 1
    note=$(ip -n "$left" -6 -br addr show dev eth0 scope global | awk '{ print $3 }')
}

ends_meet() {
    eventually inside "$left" ping -c 1 -W 1 "$THERE4" && eventually inside "$left" ping -c 1 -W 1 "$THERE6" &&
        eventually inside "$tenant" ping -c 1 -W 1 -I 10.5.0.2 "$THERE4" &&
        eventually inside "$tenant" ping -c 1 -W 1 -I 2001:db8:5::2 "$THERE6"
}

# Left and tenant have the same IPv4 address, and the same gateway; each gets what is its own.
same_addresses() {
    local name
    for name in left tenant; do
        ping_all "${!name}" 5 -i 0.05 10.1.0.1 || return 1
    done
    ctl show ip neighbors
    [[ $(ctl show ip neighbors | grep -c '10\.1\.0\.2 ') -eq 2 ]] || return 1
    # Between the tables there is only what was leaked.
    ! inside "$tenant" ping -c 1 -W 1 -I 10.5.0.2 10.2.1.1
}

# The host, then one of the kernel's routers, then the other end.
hops() {
    local family=$1 to=$2 first=$3 second=$4 log=$scratch/hops$1.log
    inside "$left" traceroute "-$family" -n -q 1 -w "$PATIENCE_S,0,0" -m 5 "$to" >"$log" 2>&1
    cat "$log"
    grep -qE "^ *1  $first " "$log" && grep -qE "^ *2  ($second) " "$log" && grep -qE "^ *3  $to " "$log"
}

# A packet too large for the host's links comes back with their MTU, which the kernel notes, and keeps to.
path_mtu() {
    local family=$1 to=$2 by=$3
    inside "$left" ping "-$family" -M do -s 1440 -c 2 -i 0.2 -W "$PATIENCE_S" "$to" >"$scratch/mtu$family.log" 2>&1
    cat "$scratch/mtu$family.log"
    grep -qiE "$by .*(mtu *= *$NARROW)" "$scratch/mtu$family.log" || return 1
    ip -n "$left" route get "$to"
    ip -n "$left" route get "$to" | grep -q "mtu $NARROW"
}

# Through it in pieces, and to the host itself, which puts them together.
fragments() {
    local to
    for to in "$THERE4" "$THERE6" 10.1.0.1 "$HERE6"; do
        ping_all "$left" 10 -M dont -i 0.05 -s 20000 "$to" || return 1
    done
}

sent_by() {
    ctl show interface "$1" | awk '/tx packets/ { print $NF; exit }'
}

upper_has_sent() {
    (($(sent_by tap1) > $1 + 100))
}

# Many flows at once, over both paths; the upper one is taken down for two seconds in the middle.
transfer() {
    local family=$1 to=$2 log=$scratch/iperf$1.json pid upper_before upper_then upper_after
    upper_before=$(sent_by tap1)
    inside "$left" iperf3 "-$family" -c "$to" -P "$FLOWS" -t "$TRANSFER_S" -i 1 -b 2M -l 8K --json >"$log" 2>&1 &
    pid=$!
    children+=("$pid")
    eventually upper_has_sent "$upper_before" || true
    ctl set interface state tap1 down
    upper_then=$(sent_by tap1)
    sleep 2
    ctl set interface state tap1 up
    wait "$pid" || { cat "$log"; return 1; }
    upper_after=$(sent_by tap1)
    echo "the upper path sent $upper_before, $upper_then when it went, $upper_after in the end"
    ((upper_then > upper_before + 100 && upper_after > upper_then + 100)) || return 1
    python3 - "$log" "$FLOWS" <<'PYTHON'
import json, sys
result = json.load(open(sys.argv[1]))
flows = int(sys.argv[2])
# The last may be but a moment long.
seconds = [second for second in result["intervals"] if second["sum"]["seconds"] > 0.5]
stalled = {}
for second in seconds:
    for stream in second["streams"]:
        if stream["bytes"] == 0:
            stalled.setdefault(stream["socket"], []).append(round(second["sum"]["start"]))
print("seconds without a byte, by flow:", stalled)
if len(seconds[-1]["streams"]) != flows or max(map(len, stalled.values()), default=0) > 1:
    sys.exit("a flow stood still")
last = {stream["socket"]: stream["bytes"] for stream in seconds[-1]["streams"]}
if min(last.values()) == 0:
    sys.exit("a flow did not go on: %r" % last)
PYTHON
    note="$FLOWS flows, $(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["end"]["sum_sent"]["retransmits"])' "$log") segments sent twice"
}

# What tshark finds wrong with a frame itself; that TCP sends twice when a path goes is none of it.
decoded() {
    local name wrong frames=0
    for name in left tenant; do
        wrong=$(tshark -r "$scratch/$name.pcapng" -o ip.check_checksum:TRUE -Y \
            '_ws.malformed || icmp.checksum.status == 0 || icmpv6.checksum.status == 0 || ip.checksum.status == 0 || (_ws.expert.severity == error && !tcp)' 2>/dev/null)
        if [[ -n $wrong ]]; then
            head -20 <<<"$wrong"
            return 1
        fi
        frames=$((frames + $(tshark -r "$scratch/$name.pcapng" -T fields -e frame.number 2>/dev/null | tail -1)))
    done
    note="$frames frames"
}

become_root "$@"
need_tools ip:iproute2 ping:iputils-ping traceroute:traceroute iperf3:iperf3 tshark:tshark python3:python3 || exit 1
begin
cat <<'PICTURE'
left   10.1.0.2 --- tap0 [      ] tap1 --- upper ---
                         [ weir ]                    right 10.9.0.1 2001:db8:9::1
tenant 10.1.0.2 --- tap3 [      ] tap2 --- lower ---
                (table 10)
PICTURE
echo
topology
check "a capture begins on both sides" capture
check "the left namespace configures itself by router advertisements" configured
check "left and tenant reach the other end, both families" ends_meet
check "the same addresses and subnet in two tables, and nothing between them but what was leaked" same_addresses
check "traceroute sees host, router and end, IPv4" hops 4 "$THERE4" 10.1.0.1 '10.2.1.2|10.2.2.2'
check "traceroute sees host, router and end, IPv6" hops 6 "$THERE6" "$HERE6" '2001:db8:21::2|2001:db8:22::2'
check "path MTU discovery, IPv4" path_mtu 4 "$THERE4" 10.1.0.1
check "path MTU discovery, IPv6" path_mtu 6 "$THERE6" "$HERE6"
check "fragments through the host and to it, both families" fragments
background iperf ip netns exec "$right" iperf3 -s --forceflush
eventually grep -q listening "$scratch/iperf.log" || give_up "iperf3 does not start: $(cat "$scratch/iperf.log")"
check "a transfer goes on when one of two paths goes, IPv4" transfer 4 "$THERE4"
check "a transfer goes on when one of two paths goes, IPv6" transfer 6 "$THERE6"
check "tshark decodes what was captured without complaint" decoded
show show ip fib 10.9.0.0/24
show show ip6 fib 2001:db8:9::/64
show show ip table
show show interface
verdict router
