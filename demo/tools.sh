# Sourced by ./weir and the demos: the programs that they need.

# Installs a package as root where there is apt; fails in silence elsewhere.
apt_install() {
    [[ $EUID -eq 0 ]] && type -P apt-get >/dev/null || return 1
    apt_refresh
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1
}

# Once per run: what the package lists say may be months old, or they may not be there.
apt_refresh() {
    [[ -n ${apt_refreshed:-} ]] || DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null 2>&1 || true
    apt_refreshed=1
}

have() {
    type -P "$1" >/dev/null || [[ -x /usr/sbin/$1 || -x /sbin/$1 ]]
}

# Takes PROGRAM:PACKAGE words. Installs what is missing or says what to install; fails if something is still missing.
need_tools() {
    local word missing=() packages=()
    for word in "$@"; do
        have "${word%%:*}" || { missing+=("${word%%:*}"); packages+=("${word#*:}"); }
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    echo "weir: installing ${packages[*]}" >&2
    if ! apt_install "${packages[@]}"; then
        for word in "${packages[@]}"; do apt_install "$word" || true; done
    fi
    packages=()
    missing=()
    for word in "$@"; do
        have "${word%%:*}" || { missing+=("${word%%:*}"); packages+=("${word#*:}"); }
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    echo "weir: no ${missing[*]}: install ${packages[*]}" >&2
    return 1
}

# DPDK's libraries, which are no programs: installs them or says what to install.
need_dpdk() {
    have_dpdk && return
    echo "weir: installing DPDK" >&2
    apt_install dpdk librte-meta-net librte-meta-mempool || true
    have_dpdk && return
    echo "weir: no DPDK: install dpdk, librte-meta-net and librte-meta-mempool" >&2
    return 1
}

have_dpdk() {
    compgen -G '/usr/lib*/librte_net_af_packet.so.*' >/dev/null ||
        compgen -G '/usr/lib/*/librte_net_af_packet.so.*' >/dev/null ||
        compgen -G '/usr/lib/*/dpdk/pmds-*/librte_net_af_packet.so.*' >/dev/null
}
