# Sourced by ./firebreak, ./check and config/mvn: finds a JDK of 25 or newer, whatever the default java is.
# Sets FIREBREAK_JDK; on failure says in both languages what to install and returns 2.

# A JDK names its version in its `release` file: reading that costs no start of a JVM.
jdk_version() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r jdk_line; do
        case $jdk_line in
            JAVA_VERSION=*)
                jdk_line=${jdk_line#*\"}
                jdk_line=${jdk_line%%[!0-9]*}
                [ -n "$jdk_line" ] && echo "$jdk_line" && return 0
                ;;
        esac
    done < "$1/release"
    return 1
}

jdk_fits() {
    jdk_found=$(jdk_version "$1") && [ "$jdk_found" -ge 25 ]
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
        FIREBREAK_JDK=$JAVA_HOME
        return 0
    fi
    # java on PATH is usually a link into its JDK.
    jdk_java=$(command -v java 2>/dev/null) && jdk_java=$(readlink -f "$jdk_java" 2>/dev/null) \
        && jdk_fits "${jdk_java%/bin/java}" && FIREBREAK_JDK=${jdk_java%/bin/java} && return 0
    for jdk_dir in /usr/lib/jvm/* /usr/lib64/jvm/* /opt/* /opt/java/* /usr/java/* /usr/local/* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if jdk_fits "$jdk_dir"; then
            FIREBREAK_JDK=$jdk_dir
            return 0
        fi
    done
    if [ -x /usr/libexec/java_home ] && jdk_dir=$(/usr/libexec/java_home -v 25+ 2>/dev/null) && jdk_fits "$jdk_dir"; then
        FIREBREAK_JDK=$jdk_dir
        return 0
    fi
    cat >&2 << 'EOF'
firebreak: no JDK 25 or newer was found in JAVA_HOME, on PATH or in the usual folders.
           Install one (for example Eclipse Temurin 25), or set JAVA_HOME to it.
firebreak: JDK 25 以降が見つかりません（JAVA_HOME、PATH、標準のフォルダーを確認しました）。
           Eclipse Temurin 25 などをインストールするか、JAVA_HOME を設定してください。
EOF
    return 2
}

# Maven is the machine's own; as root on Debian it is installed when missing.
need_maven() {
    command -v mvn > /dev/null 2>&1 && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null 2>&1; then
        echo "firebreak: installing Maven / Maven をインストールしています" >&2
        { apt-get install -y --no-install-recommends maven || { apt-get update && apt-get install -y --no-install-recommends maven; }; } \
            > /dev/null 2>&1 < /dev/null
        command -v mvn > /dev/null 2>&1 && return 0
    fi
    cat >&2 << 'EOF'
firebreak: building needs Apache Maven 3.8.7 or newer ("mvn" on PATH), for example: apt-get install maven
firebreak: ビルドには Apache Maven 3.8.7 以降（PATH 上の mvn）が必要です。例: apt-get install maven
EOF
    return 2
}
