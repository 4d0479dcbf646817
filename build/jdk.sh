# Finds a JDK 25, and runs a daemon in it. Sourced by build/toolchain.sh and by the programs in dist.

# java_release DIR: prints the feature release of the JDK in DIR, or nothing.
java_release() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS='"' read -r key version _; do
    [ "$key" = "JAVA_VERSION=" ] || continue
    echo "${version%%.*}"
    return 0
  done < "$1/release"
}

# find_jdk: JAVA_HOME, then PATH, then /usr/lib/jvm. Succeeds if JAVA_HOME is then a JDK 25 or later.
find_jdk() {
  java_on_path=$(command -v java 2>/dev/null || true)
  [ -z "$java_on_path" ] || java_on_path=$(dirname "$(dirname "$(readlink -f "$java_on_path")")")
  for candidate in "${JAVA_HOME:-}" "$java_on_path" /usr/lib/jvm/*25* /usr/lib/jvm/*; do
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

# A JVM takes its cache only if each jar has the very time, in seconds, that it had when the cache was made. All jars are given this one,
# so that a copy that has lost its files' times (cp -r) can be given them again.
jar_time=1577836800

# settle_jars LIB: gives the jars in LIB their time, if they lack it. Succeeds if they then have it.
settle_jars() {
  [ "$(stat -c %Y "$1/stevedore.jar")" != $jar_time ] || return 0
  touch -c -d @$jar_time "$1"/*.jar 2>/dev/null
}

# run_daemon PROGRAM MAIN-CLASS ARG...: becomes the daemon. $here is the directory of its program.
run_daemon() {
  program=$1 main=$2
  shift 2
  if ! find_jdk; then
    echo "$(basename "$program"): no JDK 25 found in JAVA_HOME, on PATH or in /usr/lib/jvm" >&2
    exit 1
  fi
  name=$(basename "$program")
  lib=$(dirname "$here")/lib
  cache=$lib/$name.aot
  if [ -n "${STEVEDORE_AOT_OUTPUT:-}" ]; then
    set -- -XX:AOTCacheOutput="$STEVEDORE_AOT_OUTPUT/$name.aot" "$main" "$@"
  elif [ -r "$cache" ] && cmp -s "$JAVA_HOME/release" "$lib/aot.release" && settle_jars "$lib"; then
    set -- -XX:AOTCache="$cache" "$main" "$@"
  else
    set -- "$main" "$@"
  fi
  # Libraries in C lie beside the jars; from inside them each start would write one to /tmp, and a killed daemon leave it there.
  if [ -r "$lib/native/libsqlitejdbc.so" ] && [ -r "$lib/native/libzstd-jni.so" ]; then
    set -- -Dorg.sqlite.lib.path="$lib/native" -Dorg.sqlite.lib.name=libsqlitejdbc.so -DZstdNativePath="$lib/native/libzstd-jni.so" "$@"
  fi
  # A JVM takes the encoding of file names from the locale, and has none for an Ä in that of C, which services are started in.
  case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *UTF-8 | *utf8) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
  # Machine code stays out of the caches: it is for the processor that they were made on, and kills a JVM (SIGILL) on one that can less.
  # One collector thread, one compiler that starts at once, small headers, a small heap: a daemon that mostly waits. What a collection
  # of all of it leaves unused goes back to the system at once, not at the fourth one.
  # The archive of classes is mapped where it was made for: moved elsewhere (JVMs do it so that nobody can guess addresses) each of its
  # pages would be written to at the start, 20 MB for each daemon. What malloc(3) keeps for later is given back every two seconds.
  # Methods are compiled after a tenth of the usual number of calls: a run calls most of them a few times only, and would be
  # interpreted for the first hundred runs, which takes several times as long.
  exec "$JAVA_HOME/bin/java" \
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=0.1 -XX:+UseCompactObjectHeaders -XX:-UsePerfData \
    -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:TrimNativeHeapInterval=2000 \
    -XX:-AOTAdapterCaching -XX:-AOTStubCaching \
    -Xms16m -Xmx256m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:-ShrinkHeapInSteps -Xss512k \
    -XX:+ExitOnOutOfMemoryError -Xlog:disable -Xlog:all=error:stderr \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dstevedore.program="$program" -cp "$lib/stevedore.jar" "$@"
}
