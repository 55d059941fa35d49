#!/usr/bin/env bash
# Demo: two namespaces that can only reach each other through a host with two taps: ping, traceroute, and a download.
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

readonly FILE_MB=200
readonly PORT=8080

topology() {
    namespace left
    namespace right
    start_host <<COMMANDS
create tap id 0 host-ns $left host-if-name eth0 host-ip4-addr 10.1.0.2/24 host-ip4-gw 10.1.0.1
create tap id 1 host-ns $right host-if-name eth0 host-ip4-addr 10.2.0.2/24 host-ip4-gw 10.2.0.1
set interface state tap0 up
set interface state tap1 up
set interface ip address tap0 10.1.0.1/24
set interface ip address tap1 10.2.0.1/24
COMMANDS
}

big_ping() {
    ping_all "$left" 10 -i 0.02 -s 60000 10.2.0.2
}

# The first hop has to be the host, the second the other namespace.
hops() {
    inside "$left" traceroute -n -q 1 -w "$PATIENCE_S,0,0" -m 4 10.2.0.2 >"$scratch/hops.log" 2>&1
    cat "$scratch/hops.log"
    grep -qE '^ *1  10\.1\.0\.1 ' "$scratch/hops.log" && grep -qE '^ *2  10\.2\.0\.2 ' "$scratch/hops.log"
}

# An echo request that lives for one hop comes back as the host's ICMP error.
expired() {
    inside "$left" ping -t 1 -c 1 -W "$PATIENCE_S" 10.2.0.2 >"$scratch/expired.log" 2>&1
    cat "$scratch/expired.log"
    grep -qiE 'from 10\.1\.0\.1 .*time to live exceeded' "$scratch/expired.log"
}

serve_file() {
    mkdir "$scratch/www"
    head -c "${FILE_MB}M" /dev/urandom >"$scratch/www/file"
    background http ip netns exec "$right" python3 -m http.server --directory "$scratch/www" "$PORT"
    eventually inside "$right" curl -sf -o /dev/null -r 0-0 "http://10.2.0.2:$PORT/file"
}

download() {
    local rate sums
    rate=$(inside "$left" curl -sS --fail --max-time 120 -w '%{speed_download}' -o "$scratch/got" \
        "http://10.2.0.2:$PORT/file") || return 1
    sums=$(cd "$scratch" && sha256sum www/file got)
    echo "$sums"
    [[ $(awk '{ print $1 }' <<<"$sums" | uniq | wc -l) -eq 1 ]] || return 1
    note="$FILE_MB MB at $(awk -v rate="$rate" 'BEGIN { printf "%.2f", rate * 8 / 1e9 }') Gbit/s"
}

# Puts the trace of one echo request into the scratch directory.
trace_one() {
    ctl clear trace
    ctl trace add tap-input 1
    inside "$left" ping -c 1 -W "$PATIENCE_S" 10.2.0.2
    ctl show trace >"$scratch/trace"
    grep -q ip4-lookup "$scratch/trace"
}

become_root "$@"
need_tools ip:iproute2 ping:iputils-ping curl:curl traceroute:traceroute python3:python3 || exit 1
begin
echo "left 10.1.0.2 --- tap0 10.1.0.1 [weir] tap1 10.2.0.1 --- 10.2.0.2 right"
echo
topology
check "both namespaces reach their gateway and each other" neighbours_answer
check "ping without loss" ping_without_loss
check "fragments of large packets arrive" big_ping
check "traceroute sees the host as first hop, then the other side" hops
check "a packet whose TTL ends is answered by the host" expired
serve_file || give_up "the web server does not start: $(cat "$scratch/http.log")"
check "download, sha256 equal" download
check "a packet is traced from tap to tap" trace_one
show show runtime
show show interface
echo
echo "--- one packet (show trace)"
cat "$scratch/trace"
verdict ip4
