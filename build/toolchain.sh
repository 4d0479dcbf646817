# Finds what the build needs: a JDK 25, Maven, gcc with musl, git and libseccomp's static library. Sourced by mvnw and stevedore.
#
# Sets JAVA_HOME (exported) and MAVEN. What is missing is installed with apt when run as root; otherwise the error
# names the exact packages. $here is the directory of the repository.

. "$here/build/jdk.sh"

# have_library FILE: whether the C compiler finds the library.
have_library() {
  command -v gcc >/dev/null 2>&1 && [ "$(gcc -print-file-name="$1")" != "$1" ]
}

missing_packages() {
  command -v mvn >/dev/null 2>&1 || echo maven
  command -v gcc >/dev/null 2>&1 || echo gcc
  command -v git >/dev/null 2>&1 || echo git
  command -v musl-gcc >/dev/null 2>&1 || echo musl-tools
  have_library libc.a || echo libc6-dev
  have_library libseccomp.a || echo libseccomp-dev
}

# install_packages NAME...: says nothing, unless it fails; apt's output is long.
install_packages() {
  output=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$output" 2>&1; then
    tail -n 20 "$output" >&2
    echo "stevedore: apt-get could not install $*; all of its output is in $output" >&2
    exit 1
  fi
  rm -f "$output"
}

require_toolchain() {
  if ! find_jdk || [ ! -x "$JAVA_HOME/bin/javac" ]; then
    echo "stevedore: no JDK 25 found in JAVA_HOME, on PATH or in /usr/lib/jvm;" \
      "install one (Debian: openjdk-25-jdk-headless or temurin-25-jdk)" >&2
    exit 1
  fi
  missing=$(missing_packages | tr '\n' ' ')
  if [ -n "$missing" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
      echo "stevedore: these packages are missing: $missing(as root: apt-get install $missing)" >&2
      exit 1
    fi
    echo "stevedore: installing $missing" >&2
    install_packages $missing
  fi
  MAVEN=$(command -v mvn)
}

# ISA-L makes unpacking faster. What cannot be had is done without.
install_helpful_packages() {
  { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; } || return 0
  dpkg -s libisal2 >/dev/null 2>&1 || (install_packages libisal2) 2>/dev/null ||
    echo "stevedore: libisal2 cannot be installed; layers take a little longer to be unpacked" >&2
}

missing_test_packages() {
  command -v ip >/dev/null 2>&1 || echo iproute2
  command -v nft >/dev/null 2>&1 || echo nftables
  command -v ping >/dev/null 2>&1 || echo iputils-ping
  command -v nc >/dev/null 2>&1 || echo netcat-openbsd
  command -v curl >/dev/null 2>&1 || echo curl
  command -v python3 >/dev/null 2>&1 || echo python3-minimal
}

# What the modules' own tests look at the kernel with. Those need root; without it they are skipped, and nothing is installed.
# (The peers of the whole-stack tests are installed by tests/, class by class.)
require_test_tools() {
  { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; } || return 0
  missing=$(missing_test_packages | tr '\n' ' ')
  [ -z "$missing" ] || install_packages $missing
  install_helpful_packages
}
