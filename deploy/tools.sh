# Sourced by deploy/run and deploy/test: finds the tools they need, and on Debian as root installs those that are missing.

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
