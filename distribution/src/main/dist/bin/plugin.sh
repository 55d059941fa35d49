# Sourced by weir: makes plugin projects, and keeps a plugin that is being written loaded in a host. Expects home, java_home
# and fail.

# What the user types for this program.
readonly WEIR_NAME=${WEIR_COMMAND:-$home/bin/weir}
readonly POLL_S=0.3
readonly SETTLE_S=0.2
readonly RETRY_S=3

plugin_usage() {
    cat <<'TEXT'
weir plugin new NAME [--dir DIR] [--package PACKAGE]   make a project that builds, tests and loads a plugin,
                                                       in DIR, which it makes (NAME in the current directory)
weir plugin dev [DIR] [--skip-tests] [--fresh] [-s PATH]
                                                       build a project and load it into a host, again at every save;
                                                       --fresh: a new version takes no state over;
                                                       the tests of a save run when it is loaded, in Maven
weir plugin setup                                      put the plugin API and the test kit where Maven finds them
TEXT
}

plugin() {
    local command=${1:-help}
    [[ $# -eq 0 ]] || shift
    case " $* " in *' --help '* | *' -h '*) command=help ;; esac
    case $command in
        new | dev | setup) "plugin_$command" "$@" ;;
        help | -h | --help) plugin_usage ;;
        *) fail "unknown command 'plugin $command' (weir plugin help)" 2 ;;
    esac
}

need_mvn() {
    type -P mvn >/dev/null || fail "needs Maven: install the package maven, or https://maven.apache.org" 2
}

# Version of the artifacts in repo/.
weir_version() {
    basename "$home"/repo/io/weir/weir-plugin-api/*
}

# Maven's own word on where it keeps artifacts: settings.xml, MAVEN_OPTS and others may have moved it.
local_repository() {
    local scratch found
    scratch=$(mktemp -d)
    cat >"$scratch/pom.xml" <<'XML'
<project><modelVersion>4.0.0</modelVersion><groupId>none</groupId><artifactId>none</artifactId><version>1</version>
<packaging>pom</packaging></project>
XML
    found=$(JAVA_HOME=$java_home mvn -B -o -X -f "$scratch/pom.xml" validate 2>/dev/null |
        sed -n 's/.*Using local repository at //p' | head -1) || true
    rm -rf "$scratch"
    echo "${found:-$HOME/.m2/repository}"
}

# The artifacts are on no public repository, so they go into Maven's local one, as mvn install would have it.
plugin_setup() {
    local to file target
    need_mvn
    to=$(local_repository)
    while IFS= read -r -d '' file; do
        target=$to/${file#"$home/repo/"}
        cmp -s "$file" "$target" && continue
        mkdir -p "$(dirname "$target")"
        cp "$file" "$target.new"
        mv "$target.new" "$target"
    done < <(find "$home/repo" -type f -print0)
    echo "weir: the plugin API and the test kit, version $(weir_version), are in $to" >&2
}

# Words that are no part of a Java package.
readonly JAVA_WORDS=' abstract assert boolean break byte case catch char class const continue default do double else enum
 extends false final finally float for goto if implements import instanceof int interface long native new null package
 private protected public return short static strictfp super switch synchronized this throw throws transient true try
 void volatile while _ '

# Names that Weir has itself: of plugins, of commands, and of classes that a new project imports.
readonly TAKEN_NAMES='acl barrier buffers core dpdk errors features hardware interface ip ip4 ip6 log loopback memory nat64
 node packet pg plugin plugins reference runtime show tap test threads trace version weir'

check_package() {
    local part
    [[ $1 =~ ^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$ ]] ||
        fail "'$1' is no package name: lower-case words joined by dots, such as org.example.guard" 2
    for part in ${1//./ }; do
        [[ ! ${JAVA_WORDS//$'\n'/ } =~ " $part " ]] || fail "'$1' is no package name: $part is a word of Java" 2
    done
}

plugin_new() {
    local name='' dir='' package='' class='' word file target java
    while [[ $# -gt 0 ]]; do
        case $1 in
            --dir | --package)
                [[ -n ${2:-} ]] || fail "$1 needs a value" 2
                if [[ $1 == --dir ]]; then dir=$2; else package=$2; fi
                shift 2
                ;;
            -*) fail "unknown option '$1' (weir plugin help)" 2 ;;
            *)
                [[ -z $name ]] || fail "one name is enough: '$name', '$1'" 2
                name=$1
                shift
                ;;
        esac
    done
    [[ -n $name ]] || fail "a name is missing: weir plugin new NAME" 2
    [[ $name =~ ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ && ${#name} -le 40 ]] ||
        fail "'$name' is no name of a plugin: lower-case letters and digits, words joined by hyphens, up to 40" 2
    [[ ! " ${TAKEN_NAMES//$'\n'/ } " =~ " $name " ]] ||
        fail "'$name' is a name that Weir uses itself" 2
    package=${package:-com.example.${name//-/}}
    check_package "$package"
    dir=${dir:-$name}
    [[ ! -e $dir ]] || fail "$dir exists already" 2
    mkdir -p "$(dirname "$dir")" 2>/dev/null && mkdir "$dir" 2>/dev/null || fail "$dir can't be made" 1
    for word in ${name//-/ }; do class+=${word^}; done

    java=$(maven_needs)
    plugin_setup
    while IFS= read -r -d '' file; do
        target=${file#"$home/templates/plugin/"}
        target=${target/PACKAGE/${package//./\/}}
        target=$dir/${target/CLASS/$class}
        [[ $target != "$dir/gitignore" ]] || target=$dir/.gitignore
        target=${target/#"$dir/mvn/"/"$dir/.mvn/"}
        mkdir -p "$(dirname "$target")"
        sed -e "s|@name@|$name|g" -e "s|@package@|$package|g" -e "s|@Class@|$class|g" -e "s|@weir@|$WEIR_NAME|g" \
            -e "s|@home@|$home|g" -e "s|@java@|$java|g" -e "s|@weir.version@|$(weir_version)|g" "$file" >"$target"
    done < <(find "$home/templates/plugin" -type f -print0)
    what_next "$dir" "$name"
}

# What has to stand before mvn so that it runs on a JDK 25: nothing if it does so anyway.
maven_needs() {
    local on_path
    on_path=$(type -P java || true)
    if [[ -n ${JAVA_HOME:-} ]] && is_java_25 "$JAVA_HOME"; then
        :
    elif [[ -z ${JAVA_HOME:-} && -n $on_path ]] && is_java_25 "$(dirname "$(dirname "$(readlink -f "$on_path")")")"; then
        :
    else
        echo "JAVA_HOME=$java_home "
    fi
}

# The three commands.
what_next() {
    local java
    java=$(maven_needs)
    cat <<TEXT
Made $1. Next:

    cd $1
    ${java}mvn -q package
    $WEIR_NAME ctl plugin load \$PWD/target/$2-0.1.0.jar

Or let every save build, test and load it: $WEIR_NAME plugin dev $1
TEXT
}

say() {
    printf '%(%H:%M:%S)T %s\n' -1 "$1"
}

# Changes when a source comes, goes or is saved.
fingerprint() {
    find "$1/pom.xml" "$1/src" -type f -printf '%p %T@ %s\n' 2>/dev/null | sort | cksum
}

# Builds offline, with the network only if something is missing; says why it failed.
build_plugin() {
    local dir=$1 log=$2
    shift 2
    local -x MAVEN_OPTS="${MAVEN_OPTS:-} -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.compiler=warn"
    if JAVA_HOME=$java_home mvn -B -o -q "$@" package -f "$dir/pom.xml" >"$log" 2>&1; then return 0; fi
    if grep -qE 'in offline mode|has not been downloaded' "$log" &&
        JAVA_HOME=$java_home mvn -B -q "$@" package -f "$dir/pom.xml" >"$log" 2>&1; then return 0; fi
    # Warnings fail the build as well: each with its lines, up to the next message.
    awk '/^\[/ { on = /^\[WARNING\] .*\.java:/ } on' "$log" | head -40
    grep -E '^\[ERROR\] ' "$log" | grep -viE 'Help 1|re-run Maven|full stack trace|For more information|^\[ERROR\] *$' | head -20 ||
        tail -20 "$log"
    return 1
}

# The newest JAR with a Plugin-Id, and that id; in jar and id.
find_plugin_jar() {
    local scratch=$2 candidate
    while IFS= read -r candidate; do
        rm -rf "$scratch/META-INF"
        (cd "$scratch" && "$java_home/bin/jar" xf "$candidate" META-INF/MANIFEST.MF) 2>/dev/null || continue
        id=$(sed -n 's/\r$//; s/^Plugin-Id: //p' "$scratch/META-INF/MANIFEST.MF")
        if [[ -n $id ]]; then
            jar=$candidate
            return 0
        fi
    done < <(ls -t "$1"/target/*.jar 2>/dev/null)
    return 1
}

# Loads the JAR, or puts it in the place of the version that runs. 0 done, 1 refused, 2 no host.
load_plugin() {
    local dir=$1 copy=$2 id=$3 fresh=$4 plugins status=0 what=load options=''
    shift 4
    plugins=$("$home/bin/weir" ctl "$@" show plugins 2>&1) || return 2
    grep -qE "(^|[[:space:]])$id([[:space:]]|$)" <<<"$plugins" && what=upgrade
    # Plugins that depend on it come along.
    [[ $what == load ]] || options=" --cascade$fresh"
    "$home/bin/weir" ctl "$@" "plugin $what $copy$options" 2>&1 | sed 's/^/    /' || status=$?
    [[ $status -ne 0 ]] || say "$id: $what done, $(since_save "$dir") s after the save"
    return "$status"
}

# What only Maven knows to follow: all but Java sources. Changes when that does.
other_fingerprint() {
    { find "$1/pom.xml" "$1/.mvn" "$1/../pom.xml" "$1/src" -type f ! -path "$1/src/*.java" -printf '%p %T@ %s\n' \
        2>/dev/null || true; } | sort | cksum
}

# Has Maven tell what it gives the compiler, unless that is known and the pom hasn't changed; in the project's target/.
compiler_options() {
    local dir=$1 kept=$1/target/weir-dev key
    key=$({ cat "$dir/pom.xml" "$dir"/.mvn/* "$dir/../pom.xml" 2>/dev/null || true; } | cksum)
    [[ -s $kept/options && $(cat "$kept/key" 2>/dev/null) == "$key" ]] && return
    # It tells when it compiles: so it has to.
    rm -rf "$kept" "$dir/target/maven-status" "$dir/target/classes"
    mkdir -p "$kept"
    MAVEN_OPTS="${MAVEN_OPTS:-} -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.compiler=debug" \
        JAVA_HOME=$java_home mvn -B -o -X compile -f "$dir/pom.xml" 2>/dev/null |
        sed -n '/Command line options:/ { n; s/^\[DEBUG\] //p; q }' >"$kept/options" || true
    [[ ! -s $kept/options ]] || echo "$key" >"$kept/key"
}

# A compiler that stays, from which a JAR comes within a second; quick is 1 if there is one. $2 is what Maven built.
start_compiler() {
    local dir=$1 line='' classes=$3/classes
    end_compiler
    compiler_options "$dir"
    rm -rf "$classes"
    mkdir "$classes"
    coproc COMPILER { exec "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
        -cp "$(class_path)" io.weir.platform.dev.QuickBuildMain "$dir/target/weir-dev/options" \
        "$dir/src/main/java" "$2" "$classes" 2>/dev/null; }
    compiler_out=${COMPILER[0]} compiler_in=${COMPILER[1]} compiler_pid=$COMPILER_PID
    read -r line <&"$compiler_out" || true
    if [[ $line == ready ]]; then
        quick=1
        say "from now on saves of Java sources are compiled here, within a second"
    else
        say "every save is built by Maven: ${line#unfit: }"
        end_compiler
    fi
}

end_compiler() {
    quick=''
    [[ -n ${compiler_pid:-} ]] || return 0
    # Its input ends, and so does it.
    eval "exec $compiler_in>&-" 2>/dev/null || true
    wait "$compiler_pid" 2>/dev/null || true
    compiler_pid=''
}

# Compiles and makes the JAR; prints what the compiler says. 2 if the compiler has gone.
build_quickly() {
    local line
    echo "$1" >&"$compiler_in" 2>/dev/null || return 2
    while IFS= read -r line <&"$compiler_out"; do
        case $line in
            built) return 0 ;;
            failed) return 1 ;;
            *) echo "$line" ;;
        esac
    done
    return 2
}

# Seconds since the last save.
since_save() {
    local saved
    saved=$(find "$1/pom.xml" "$1/src" -type f -printf '%T@\n' | sort -n | tail -1)
    awk -v now="$EPOCHREALTIME" -v saved="$saved" 'BEGIN { printf "%.1f", now - saved }'
}

# Says what became of the tests that Maven ran beside, once they have ended.
told_tests() {
    [[ -n $tests_pid ]] && ! kill -0 "$tests_pid" 2>/dev/null || return 0
    if wait "$tests_pid"; then say "the tests pass"; else
        sed 's/^/    /' "$1"
        say "the tests FAIL; what runs goes on"
    fi
    tests_pid=''
}

plugin_dev() {
    local dir='' mvn=() socket=() scratch seen='' now jar='' id='' pending='' count=0 status told='' fresh=''
    local quick='' compiler_pid='' compiler_in compiler_out others='' built='' tests_pid='' untested='' skip=''
    while [[ $# -gt 0 ]]; do
        case $1 in
            --skip-tests) mvn=(-DskipTests) skip=1 ;;
            --fresh) fresh=' --fresh' ;;
            -s)
                [[ -n ${2:-} ]] || fail "-s needs the path of a host's socket" 2
                socket=(-s "$2")
                shift
                ;;
            -*) fail "unknown option '$1' (weir plugin help)" 2 ;;
            *) dir=$1 ;;
        esac
        shift
    done
    [[ -d ${dir:-.} ]] || fail "there is no directory $dir" 2
    dir=$(cd "${dir:-.}" && pwd)
    [[ -f $dir/pom.xml && -d $dir/src ]] || fail "$dir is no plugin's project: it has no pom.xml and src" 2
    plugin_setup
    scratch=$(mktemp -d)
    # shellcheck disable=SC2064
    trap "rm -rf '$scratch'" EXIT
    trap 'exit 0' INT TERM
    say "watching $dir; Ctrl-C ends"
    while true; do
        now=$(fingerprint "$dir")
        if [[ $now != "$seen" ]]; then
            # An editor that saves several files is waited for.
            sleep "$SETTLE_S"
            [[ $now == "$(fingerprint "$dir")" ]] || continue
            seen=$now
            pending='' status=2
            if [[ -n $quick && $others == "$(other_fingerprint "$dir")" ]]; then
                say "compiling"
                status=0
                build_quickly "$scratch/$id-$((++count)).jar" || status=$?
                [[ $status -ne 2 ]] || end_compiler
            fi
            if [[ $status -eq 1 ]]; then
                say "the build failed; what runs goes on"
            elif [[ $status -eq 0 ]]; then
                pending=$scratch/$id-$count.jar
                untested=$([[ -n $skip ]] || echo 1)
            else
                # One Maven at a time, as they write to the same target/.
                [[ -z $tests_pid ]] || wait "$tests_pid" || true
                tests_pid='' untested='' others=$(other_fingerprint "$dir")
                say "building"
                if ! build_plugin "$dir" "$scratch/log" "${mvn[@]}"; then
                    say "the build failed; what runs goes on"
                elif ! find_plugin_jar "$dir" "$scratch"; then
                    say "target/ has no JAR whose manifest says Plugin-Id"
                else
                    # A copy under a name of its own: the next build writes over the JAR, and the host reads from this one.
                    pending=$scratch/$id-$((++count)).jar built=$scratch/$id-$count.jar
                    cp "$jar" "$pending"
                    end_compiler
                fi
            fi
        fi
        if [[ -n $pending ]]; then
            status=0
            load_plugin "$dir" "$pending" "$id" "$fresh" "${socket[@]}" || status=$?
            if [[ $status -ne 2 ]]; then
                [[ $status -eq 0 ]] || say "refused; what runs goes on"
                pending='' told=''
            else
                [[ -n $told ]] || say "no host answers; $id is loaded when one does ($WEIR_NAME run)"
                told=1
                sleep "$RETRY_S"
            fi
        fi
        if [[ -n $built && -z $pending ]]; then
            # Sources that have changed since Maven built them aren't what it built.
            [[ $seen != "$(fingerprint "$dir")" ]] || start_compiler "$dir" "$built" "$scratch"
            built=''
        fi
        told_tests "$scratch/tests"
        if [[ -n $untested && -z $tests_pid ]]; then
            untested=''
            build_plugin "$dir" "$scratch/log" >"$scratch/tests" 2>&1 &
            tests_pid=$!
        fi
        sleep "$POLL_S"
    done
}
