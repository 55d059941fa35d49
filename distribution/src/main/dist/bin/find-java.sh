# Sourced by the launchers: finds a JDK 25 without starting one.

# Whether a directory holds Java 25 or later; its release file says so.
is_java_25() {
    local line
    [[ -x $1/bin/java && -r $1/release ]] || return 1
    while read -r line; do
        [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]] && ((BASH_REMATCH[1] >= 25)) && return 0
    done <"$1/release"
    return 1
}

# Puts the home of a JDK 25 into java_home: WEIR_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, then the one of the PATH.
find_java_25() {
    local candidate on_path
    on_path=$(type -P java) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/java}
    for candidate in "${WEIR_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$on_path" /opt/java/* /opt/jdk*; do
        if [[ -n $candidate ]] && is_java_25 "$candidate"; then
            java_home=$candidate
            return 0
        fi
    done
    return 1
}
