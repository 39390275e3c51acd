# Sourced by the commands beside it: finds the tools they need, and on Debian as root installs those that are missing.

say() { printf '%s\n' "$*" >&2; }

# Debian package for each program.
need() { # program package
    command -v "$1" >/dev/null || missing+=("$2")
}

have_jdk() { # a compiler of version 17 or later, in JAVA_HOME or on the PATH
    local version
    version=$("${JAVA_HOME:+$JAVA_HOME/bin/}javac" -version 2>/dev/null | sed -n 's/^javac \([0-9]*\).*/\1/p')
    [[ -n $version ]] && ((version >= 17))
}

install_missing() {
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if [[ -e /etc/debian_version && $(id -u) -eq 0 ]]; then
        say "installing ${missing[*]}"
        apt-get update -q >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" >&2
    else
        say "Please install first: ${missing[*]} (names of Debian packages; as root on Debian this script does it itself)"
        exit 2
    fi
}

build_node() { # root; if a source is newer than what was built
    local built=$1/deploy/node/target/millrace-node.jar
    if [[ -e $built && -d $1/deploy/node/target/lib && -z $(cd "$1" && find pom.xml ./*/pom.xml deploy/node/pom.xml \
        ./*/src/main deploy/node/src/main -newer "$built" -print -quit) ]]; then
        return
    fi
    say "building (the first time this takes some minutes) ..."
    # Whether the sources are well formatted does not concern who runs them.
    (cd "$1" && mvn -q -B -ntp -Dstyle.color=never package -pl deploy/node -am -DskipTests -Dspotless.check.skip=true) >&2
}
