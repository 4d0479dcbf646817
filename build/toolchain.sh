# Finds what the build needs: a JDK 25, Maven, gcc, git and libseccomp's static library. Sourced by mvnw and stevedore.
#
# Sets JAVA_HOME (exported) and MAVEN. What is missing is installed with apt when run as root; otherwise the error
# names the exact packages.

# java_release DIR: prints the feature release of the JDK in DIR, or nothing.
java_release() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# find_jdk: JAVA_HOME, then PATH, then /usr/lib/jvm. Succeeds if JAVA_HOME is then a JDK 25 or later.
find_jdk() {
  javac_on_path=$(command -v javac 2>/dev/null || true)
  [ -z "$javac_on_path" ] || javac_on_path=$(dirname "$(dirname "$(readlink -f "$javac_on_path")")")
  for candidate in "${JAVA_HOME:-}" "$javac_on_path" /usr/lib/jvm/*25* /usr/lib/jvm/*; do
    [ -n "$candidate" ] || continue
    release=$(java_release "$candidate")
    if [ -n "$release" ] && [ "$release" -ge 25 ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

# have_library FILE: whether the C compiler finds the library.
have_library() {
  [ "$(gcc -print-file-name="$1")" != "$1" ]
}

missing_packages() {
  command -v mvn >/dev/null 2>&1 || echo maven
  command -v gcc >/dev/null 2>&1 || echo gcc
  command -v git >/dev/null 2>&1 || echo git
  # An empty answer of gcc, because it is missing, must not hide the libraries.
  if ! command -v gcc >/dev/null 2>&1 || ! have_library libc.a; then echo libc6-dev; fi
  if ! command -v gcc >/dev/null 2>&1 || ! have_library libseccomp.a; then echo libseccomp-dev; fi
}

require_toolchain() {
  if ! find_jdk; then
    echo "stevedore: no JDK 25 found in JAVA_HOME, on PATH or in /usr/lib/jvm; install one (Debian: openjdk-25-jdk-headless, or temurin-25-jdk)" >&2
    exit 1
  fi
  missing=$(missing_packages | tr '\n' ' ')
  if [ -n "$missing" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
      echo "stevedore: these packages are missing: $missing(as root: apt-get install $missing)" >&2
      exit 1
    fi
    echo "stevedore: installing $missing" >&2
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >&2
  fi
  MAVEN=$(command -v mvn)
}
