# Sourced by ./firebreak: makes app/target/dist from the sources, once, whoever else wants it at the same time.
#
# app/target/dist is a link to app/target/dist-N. A build fills a new folder and moves the link, so a reader sees the old
# product or the new one, never half of one; the folder before is kept for those who still run from it.

is_stale() {
    [ -e "$dist/.built" ] || return 0
    [ "${FIREBREAK_TRAIN:-}" != always ] || [ -e "$dist/firebreak.aot" ] || return 0
    # Folders count too: they change when a file goes.
    [ -n "$(find "$root/pom.xml" "$root/config/loops.json" "$root"/*/pom.xml "$root/core/src/main" "$root/app/src/main" -newer "$dist/.built" -print -quit)" ]
}

build_dist() {
    need_maven || return $?
    mkdir -p "$root/app/target" || return 4
    log=$root/app/target/build.log
    if command -v flock > /dev/null 2>&1; then
        exec 9< "$root/pom.xml"
        flock -n 9 || { echo "firebreak: waiting for another build / 別のビルドの終了を待っています" >&2; flock 9; }
        is_stale || { exec 9<&-; return 0; }
    fi
    [ -n "${FIREBREAK_QUIET:-}" ] || echo "firebreak: building, once / ビルドしています（初回と更新時のみ）..." >&2
    new=$(mktemp -d "$root/app/target/dist-XXXXXX") && chmod 755 "$new" || return 4
    touch "$new/.built" # before reading the sources: what changes from here on is newer
    if FIREBREAK_LOCKED=1 "$root/config/mvn" -q -Dquick package > "$log" 2>&1 < /dev/null 9<&-; then
        cp -pR "$root/app/target/firebreak.jar" "$root/app/target/lib" "$root/config/loops.json" "$new/" && unpack "$new" && train "$new" && publish "$new" && exec 9<&- && return 0
    fi
    rm -rf "$new"
    exec 9<&-
    tail -n 30 "$log" >&2
    echo "firebreak: the build failed; its whole log: $log" >&2
    echo "firebreak: ビルドに失敗しました。ログの全文: $log" >&2
    return 4
}

# SQLite's library of this machine: the driver would unpack it into the temporary folder at each start, where a hardened server lets nothing
# run, and leave it there when the server is killed. Without it the driver does just that.
unpack() {
    unpack_jar=$(ls "$1"/lib/sqlite-jdbc-*.jar) || return 0
    unpack_folder=org/sqlite/native/$("$FIREBREAK_JDK/bin/java" -cp "$unpack_jar" org.sqlite.util.OSInfo 2>> "$log" 9<&-) || return 0
    (cd "$1" && "$FIREBREAK_JDK/bin/jar" --extract --file "$unpack_jar" "$unpack_folder" && mv "$unpack_folder" native && rm -rf org) >> "$log" 2>&1 9<&-
    return 0
}

# Rehearsals teach the JVM which classes to keep ready and which code is busy (JEP 514, 515): one of the commands, one of the
# server. A product without the caches only starts slower, so a rebuild after a change does without them: they take longer to make than
# the build itself, and are for those who use the product. FIREBREAK_TRAIN=always makes them all the same.
train() {
    train_dir=$1
    [ "${FIREBREAK_TRAIN:-}" = always ] || [ ! -e "$dist/.built" ] || return 0
    set --
    [ -d "$root/examples/clinic" ] && set -- "$root/examples/clinic"
    rehearse firebreak "" CommandTraining "$@"
    [ $# -eq 0 ] || rehearse serve "$quick_compiler" ServerTraining "$@"
    return 0
}

rehearse() { # CACHE OPTIONS CLASS ARGUMENTS..
    cache=$train_dir/$1.aot
    options=$2
    class=$3
    shift 3
    "$FIREBREAK_JDK/bin/java" -XX:AOTCacheOutput="$cache" $jvm_options $options -cp "$train_dir/firebreak.jar" "dev.firebreak.app.$class" "$@" \
        > /dev/null 2>> "$log" < /dev/null 9<&- || {
        rm -f "$cache"
        echo "AOT cache: no $cache" >> "$log"
    }
}

publish() {
    old=$(readlink "$dist" 2>/dev/null)
    ln -s "${1##*/}" "$1.link" && { mv -T "$1.link" "$dist" 2>/dev/null || { ln -sfn "${1##*/}" "$dist" && rm -f "$1.link"; }; } || return 1
    for gone in "$root"/app/target/dist-*; do
        case ${gone##*/} in "${1##*/}" | "$old") ;; *) rm -rf "$gone" ;; esac
    done
    return 0
}
