#!/usr/bin/env bash
# Demo: a client that has IPv6 only reaches a server that has IPv4 only, by name, with its ordinary programs: ping, traceroute,
# transfers, path MTUs, a list in front; the translator is replaced in the middle of a transfer. By maps, without sessions, a host of IPv6
# is reached from IPv4, and one of IPv4 reaches the server across a network that has IPv6 only (464XLAT).
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

readonly FILE_MB=200
readonly OPEN=8080
readonly CLOSED=8081
readonly CLIENT=2001:db8:1::2
readonly SERVER4=203.0.113.2
# The server as the client knows it.
readonly SERVER=2001:db8:64::cb00:7102
readonly NAME=www.example.test
readonly NARROW_MTU=1400
# The client's other address, and what it is in IPv4.
readonly MAPPED=2001:db8:1::9
readonly MAPPED4=198.51.100.9

# client --- tap0 [weir] tap1 --- router --- (MTU 1400) --- server
# home --- tap2 [weir, table 7] tap3 --- isp --- tap4 [weir]
topology() {
    namespace client
    namespace router
    namespace server
    namespace home
    namespace isp
    start_host "cpu { workers 2 }" <<COMMANDS
create tap id 0 host-ns $client host-if-name eth0 host-ip6-addr $CLIENT/64 host-ip6-gw 2001:db8:1::1
create tap id 1 host-ns $router host-if-name eth0 host-ip4-addr 192.0.2.2/24 host-ip4-gw 192.0.2.1
set interface ip address tap0 2001:db8:1::1/64
set interface ip address tap1 192.0.2.1/24
set interface state tap0 up
set interface state tap1 up
ip route add 203.0.113.0/24 via 192.0.2.2 tap1
nat64 plugin enable
nat64 add prefix 2001:db8:64::/96
nat64 add pool address 198.51.100.1 - 198.51.100.2
set interface nat64 in tap0
set interface nat64 out tap1
nat64 add map $MAPPED4 $MAPPED
set interface nat64 map in tap0 out tap1
ip table add 7
ip6 table add 7
create tap id 2 host-ns $home host-if-name eth0 host-ip4-addr 192.168.7.2/24 host-ip4-gw 192.168.7.1
create tap id 3 host-ns $isp host-if-name eth0 host-ip6-addr 2001:db8:3::2/64
create tap id 4 host-ns $isp host-if-name eth1 host-ip6-addr 2001:db8:4::2/64
set interface ip table tap2 7
set interface ip6 table tap2 7
set interface ip table tap3 7
set interface ip6 table tap3 7
set interface ip address tap2 192.168.7.1/24
set interface ip address tap3 2001:db8:3::1/64
set interface ip address tap4 2001:db8:4::1/64
set interface state tap2 up
set interface state tap3 up
set interface state tap4 up
ip route add ::/0 table 7 via 2001:db8:3::2 tap3
ip route add 2001:db8:c::/120 via 2001:db8:4::2 tap4
nat64 add map 192.168.7.0/24 2001:db8:c::/120 clat tenant-vrf 7
set interface nat64 map in tap2 out tap3
set interface nat64 in tap4
set acl-plugin acl deny ipv6 proto tcp dport $CLOSED, permit ipv6 tag in-front
set acl-plugin interface tap0 input acl 0
COMMANDS
    ip -n "$router" link add eth1 type veth peer name eth0 netns "$server"
    ip -n "$router" addr add 203.0.113.1/24 dev eth1
    ip -n "$server" addr add "$SERVER4/24" dev eth0
    ip -n "$router" link set eth1 mtu "$NARROW_MTU" up
    ip -n "$server" link set eth0 mtu "$NARROW_MTU" up
    ip -n "$server" route add default via 203.0.113.1
    ip netns exec "$router" sysctl -q -w net.ipv4.ip_forward=1
    # Deprecated: the client takes it for what is to come from there alone.
    ip -n "$client" addr add "$MAPPED/64" dev eth0 nodad preferred_lft 0
    ip netns exec "$isp" sysctl -q -w net.ipv6.conf.all.forwarding=1
    ip -n "$isp" route add 2001:db8:c::/120 via 2001:db8:3::1
    ip -n "$isp" route add 2001:db8:64::/96 via 2001:db8:4::1
}

serve() {
    local port
    mkdir -p "$scratch/www"
    head -c "${FILE_MB}M" /dev/urandom >"$scratch/www/file"
    for port in "$OPEN" "$CLOSED"; do
        background "http-$port" ip netns exec "$server" \
            python3 -m http.server --bind "$SERVER4" --directory "$scratch/www" "$port"
        eventually inside "$server" curl -sfI "http://$SERVER4:$port/file" || return 1
    done
}

families_apart() {
    ! ip -n "$client" -4 addr show dev eth0 | grep -q inet || return 1
    ! ip -n "$server" -6 addr show dev eth0 scope global | grep -q inet6
}

ends_meet() {
    eventually inside "$client" ping -c 1 -W 1 "$SERVER" && ping_all "$client" 20 -i 0.05 "$SERVER"
}

way_shown() {
    inside "$client" traceroute -6 -n -q 1 -w 2 -m 6 "$SERVER" | tee "$scratch/traceroute.log"
    grep -q '^ *1 *2001:db8:1::1 ' "$scratch/traceroute.log" || return 1
    grep -q '^ *2 *2001:db8:64::c000:202 ' "$scratch/traceroute.log" || return 1
    grep -q "^ *3 *$SERVER " "$scratch/traceroute.log"
}

path_mtu() {
    # What the router says, 20 bytes more: that is by what the header of IPv6 is longer.
    inside "$client" ping -c 3 -i 0.2 -W 1 -M do -s 1420 "$SERVER" | tee "$scratch/mtu.log" || true
    grep -q "mtu[ =:]*$((NARROW_MTU + 20))" "$scratch/mtu.log" || return 1
    ping_all "$client" 3 -i 0.2 -M do -s $((NARROW_MTU + 20 - 48)) "$SERVER" || return 1
    note="$((NARROW_MTU + 20)) bytes"
}

same() {
    local sums
    sums=$(cd "$scratch" && sha256sum www/file "$1")
    echo "$sums"
    [[ $(awk '{ print $1 }' <<<"$sums" | sort -u | wc -l) -eq 1 ]]
}

large_file() {
    rm -f "$scratch/got"
    inside "$client" curl -sS --fail --max-time 150 -o "$scratch/got" "http://[$SERVER]:$OPEN/file" || return 1
    same got && note="$FILE_MB MB"
}

# What is closed says nothing: a reset would be an answer too.
one_port_closed() {
    local status=0
    inside "$client" curl -sS --max-time "$BRIEFLY_S" -o /dev/null "http://[$SERVER]:$CLOSED/file" || status=$?
    ((status == 28)) || return 1
    inside "$client" curl -sSI --fail --max-time "$PATIENCE_S" "http://[$SERVER]:$OPEN/file"
}

# The server's name has an IPv4 address alone; the client's resolver asks for it through the translator, and makes an IPv6 address.
resolvers() {
    cat >"$scratch/names.conf" <<CONF
server:
    interface: $SERVER4
    port: 53
    access-control: 0.0.0.0/0 allow
    chroot: ""
    username: ""
    directory: "$scratch"
    pidfile: "$scratch/names.pid"
    use-syslog: no
    local-zone: "example.test." static
    local-data: "$NAME. A $SERVER4"
remote-control:
    control-enable: no
CONF
    cat >"$scratch/dns64.conf" <<CONF
server:
    interface: ::1
    port: 53
    access-control: ::1 allow
    chroot: ""
    username: ""
    directory: "$scratch"
    pidfile: "$scratch/dns64.pid"
    use-syslog: no
    module-config: "dns64 iterator"
    dns64-prefix: 2001:db8:64::/96
    do-ip4: no
    do-not-query-localhost: no
    local-zone: "test." nodefault
forward-zone:
    name: "example.test."
    forward-addr: $SERVER
remote-control:
    control-enable: no
CONF
    background names ip netns exec "$server" unbound -d -c "$scratch/names.conf"
    background dns64 ip netns exec "$client" unbound -d -c "$scratch/dns64.conf"
    echo 'nameserver ::1' >"$scratch/resolv.conf"
}

by_name() {
    local here=(ip netns exec "$client" unshare -m sh -c "mount --bind '$scratch/resolv.conf' /etc/resolv.conf && exec \"\$@\"" sh)
    eventually "${here[@]}" getent ahostsv6 "$NAME" || return 1
    "${here[@]}" getent ahostsv6 "$NAME"
    "${here[@]}" getent ahostsv6 "$NAME" | grep -q "^$SERVER " || return 1
    "${here[@]}" curl -sS --fail --max-time "$PATIENCE_S" -o "$scratch/by-name" "http://$NAME:$OPEN/file" || return 1
    same by-name && note="$NAME is $SERVER"
}

sessions_shown() {
    ctl show nat64 session table all | tee "$scratch/sessions.log"
    grep -q "^ $CLIENT [0-9]* $SERVER $OPEN 198.51.100.[12] [0-9]* $SERVER4 $OPEN protocol tcp" "$scratch/sessions.log" || return 1
    grep -q "$SERVER4 .* protocol icmp" "$scratch/sessions.log" || return 1
    note="$(grep -c protocol "$scratch/sessions.log") sessions"
}

# Both begin, and the server sees the mapped address.
mapped() {
    eventually inside "$server" ping -c 1 -W 1 "$MAPPED4" || return 1
    ping_all "$server" 10 -i 0.05 "$MAPPED4" || return 1
    inside "$client" curl -sS --fail --interface "$MAPPED" --max-time 60 -o "$scratch/by-map" "http://[$SERVER]:$OPEN/file" || return 1
    same by-map || return 1
    grep -q "^$MAPPED4 " "$scratch/http-$OPEN.log" || return 1
    note="$MAPPED is $MAPPED4"
}

# The second hop is a router of IPv6, which has no address of IPv4: it gets one.
across_ip6() {
    eventually inside "$home" ping -c 1 -W 1 "$SERVER4" || return 1
    ping_all "$home" 10 -i 0.05 "$SERVER4" || return 1
    inside "$home" traceroute -n -q 1 -w 2 -m 6 "$SERVER4" | tee "$scratch/home-traceroute.log"
    grep -q '^ *1 *192.168.7.1 ' "$scratch/home-traceroute.log" || return 1
    grep -q '^ *2 *192.0.0.8 ' "$scratch/home-traceroute.log" || return 1
    grep -q "^ *5 *$SERVER4 " "$scratch/home-traceroute.log" || return 1
    inside "$home" curl -sS --fail --max-time 60 -o "$scratch/at-home" "http://$SERVER4:$OPEN/file" || return 1
    same at-home && note="192.168.7.2 is 2001:db8:c::2 there"
}

# A transfer, in the middle of which the translator is replaced three times.
replaced() {
    local transfer i
    rm -f "$scratch/got"
    inside "$client" curl -sS --fail --max-time 150 -o "$scratch/got" "http://[$SERVER]:$OPEN/file" &
    transfer=$!
    children+=("$transfer")
    eventually test -s "$scratch/got" || return 1
    for ((i = 0; i < 3; i++)); do
        ctl plugin reload nat64 || return 1
    done
    kill -0 "$transfer" 2>/dev/null || echo "(the transfer was over before the changes were)"
    wait "$transfer" && same got
}

# Installing a name server starts it where an init system runs, which nobody has asked for.
have_unbound() {
    have unbound || { [[ ! -d /run/systemd/system ]] && apt_install unbound && have unbound; }
}

become_root "$@"
need_tools ip:iproute2 ping:iputils-ping traceroute:traceroute curl:curl python3:python3 || exit 1
begin
echo "client $CLIENT --- tap0 [weir] tap1 --- router --- MTU $NARROW_MTU --- $SERVER4 server"
echo
topology
serve || give_up "the web server does not start"
check "the client has no IPv4, the server no IPv6" families_apart
check "the client's pings are answered by the server" ends_meet
check "traceroute shows the host, the router and the server" way_shown
check "the client is told the path MTU on the IPv4 side" path_mtu
check "a large file arrives over TCP with equal checksum" large_file
check "a list in front blocks one port, and that alone" one_port_closed
if have_unbound; then
    resolvers
    check "the client looks the server up by DNS64 and fetches by name" by_name
else
    echo "skipped DNS64: install unbound (with an init system, installing it starts it)"
fi
check "a host of IPv6 with a map is reached from IPv4, without sessions" mapped
check "a host of IPv4 fetches across IPv6, by its map and the translator (464XLAT)" across_ip6
check "the session table shows it all" sessions_shown
check "a transfer goes on while the translator is replaced, three times" replaced
show show nat64 map
show show nat64 pool
show show nat64 session table tcp
verdict nat64
