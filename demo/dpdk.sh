#!/usr/bin/env bash
# Demo: two namespaces joined by a host whose ports DPDK drives (af_packet on veth): ping, and a download.
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"

readonly FILE_MB=50
readonly PORT=8080

# A veth: one end is eth0 of a namespace and goes with it, the other is for DPDK. Without offloads, for raw sockets see packets as they are.
wire() {
    local name=$1 link=$2 address=$3 gateway=$4
    ip link add "$link" type veth peer name eth0 netns "$name"
    ip link set "$link" up
    ip -n "$name" addr add "$address" dev eth0
    ip -n "$name" link set eth0 up
    ip -n "$name" route add default via "$gateway"
    inside "$name" ethtool -K eth0 tx off tso off gso off >/dev/null
}

topology() {
    namespace left
    namespace right
    wire "$left" "wdl$$" 10.1.0.2/24 10.1.0.1
    wire "$right" "wdr$$" 10.2.0.2/24 10.2.0.1
    start_host <<COMMANDS
create interface dpdk vdev net_af_packet0,iface=wdl$$
create interface dpdk vdev net_af_packet1,iface=wdr$$
set interface state af_packet0 up
set interface state af_packet1 up
set interface ip address af_packet0 10.1.0.1/24
set interface ip address af_packet1 10.2.0.1/24
COMMANDS
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

# The other end of a wire goes away while the host uses it.
survives_unplugging() {
    ip link delete "wdl$$"
    eventually lost_link
    ctl show version
}

lost_link() {
    ctl show hardware-interfaces af_packet0 | grep -qE '^af_packet0 .* down '
}

become_root "$@"
need_tools ip:iproute2 ping:iputils-ping curl:curl python3:python3 ethtool:ethtool || exit 1
need_dpdk || exit 1
begin
echo "left 10.1.0.2 --- af_packet0 10.1.0.1 [weir, DPDK] af_packet1 10.2.0.1 --- 10.2.0.2 right"
echo
topology
check "both namespaces reach their gateway and each other" neighbours_answer
check "ping without loss" ping_without_loss
serve_file || give_up "the web server does not start: $(cat "$scratch/http.log")"
check "download, sha256 equal" download
show show hardware-interfaces
show show dpdk version
show show dpdk buffer
check "a port whose network device is deleted goes down, the host lives" survives_unplugging
verdict dpdk
