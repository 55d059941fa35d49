#!/usr/bin/env bash
# Makes the JARs of sources and javadoc that lie in repo/ beside those that plugins are compiled against: of the plugin API and
# the test kit all, of plugins the packages that they export. What hasn't changed isn't made again.
#
#   documents.sh VERSION JAVA_HOME CLASSPATH TARGET
set -euo pipefail

version=$1 java_home=$2 classpath=$3 target=$4
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)
readonly DATE=2026-01-01T00:00:00Z

# document ARTIFACT MODULE PACKAGE...: with packages only these, else all of the module.
document() {
    local artifact=$1 sources=$root/$2/src/main/java package
    local to=$target/io/weir/$1/$version files=()
    shift 2
    local jar=$to/$artifact-$version
    if [[ -e $jar-javadoc.jar && -z $(find "$sources" "${BASH_SOURCE[0]}" -newer "$jar-javadoc.jar" -print -quit) ]]; then
        return
    fi
    rm -rf "$to"
    mkdir -p "$to/sources" "$to/javadoc"
    if [[ $# -eq 0 ]]; then
        cp -r "$sources/." "$to/sources"
    else
        for package in "$@"; do
            mkdir -p "$to/sources/${package//.//}"
            cp "$sources/${package//.//}"/*.java "$to/sources/${package//.//}"
        done
    fi
    mapfile -t files < <(find "$to/sources" -name '*.java' | sort)
    # Comments that stand for a whole type are complete, those of methods say what isn't plain: no word on missing ones.
    "$java_home/bin/javadoc" -quiet -notimestamp -Xdoclint:all,-missing -encoding UTF-8 \
        -classpath "$classpath" -d "$to/javadoc" "${files[@]}" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC
    pack sources
    pack javadoc
}

# pack WHAT: one of the directories, as a JAR beside it.
pack() {
    "$java_home/bin/jar" --create --no-manifest --date "$DATE" --file "$jar-$1.jar" -C "$to/$1" .
    rm -rf "${to:?}/$1"
}

document weir-plugin-api plugin-api
document weir-plugin-testkit plugin-testkit
document weir-fib plugins/fib io.weir.fib io.weir.fib.family
document weir-ip4 plugins/ip4 io.weir.ip4
document weir-ip6 plugins/ip6 io.weir.ip6
