#!/bin/sh
# Makes the AOT caches of the daemons (JEP 514): a JVM that has one starts in a third of the time.
#
#   train.sh HOME [true]     HOME is what dist puts together: bin, lib, images. With "true" nothing is made, but what no more fits removed.
#
# What it makes in HOME/lib: a cache for each daemon (*.aot), the release file of the JDK that they are for (aot.release), and the digest
# of the jars (aot.sum). It is a part of what is installed, since another JDK wants other caches.
#
# Both daemons run once, do what a user would do first, and stop; on its way out each JVM writes what it has loaded
# and linked. Without root, or if anything fails, there is no cache, and everything works but slower to start.
set -eu
home=$1 skip=${2:-}
. "$home/lib/jdk.sh"
find_jdk
# By content, not by time: copies of jars may have any.
sum=$( { cat "$JAVA_HOME/release"; ls "$home"/lib/*.jar | grep -v /stevedore.jar | xargs cat; } | sha256sum)
# All of them: a build that goes on where another was has given some jars their own time.
touch -d @$jar_time "$home"/lib/*.jar
[ "$(cat "$home/lib/aot.sum" 2>/dev/null)" != "$sum" ] || exit 0

# Before anything starts: with the jars' times settled, a JVM would take classes from a cache of other jars.
rm -f "$home"/lib/*.aot "$home"/lib/aot.*
[ "$skip" != true ] && [ "$(id -u)" = 0 ] || exit 0
scratch=$(mktemp -d)
export STEVEDORE_AOT_OUTPUT="$scratch"
containerd=$scratch/containerd.sock
socket=$scratch/docker.sock

# A network namespace of its own, where that can be had: what the daemon makes there is nobody else's.
own_network=
if unshare --net ip link set lo up 2>/dev/null; then own_network=yes; fi
in_own_network() {
  [ -n "$own_network" ] || exec "$@"
  exec unshare --net sh -c 'ip link set lo up; exec "$@"' sh "$@"
}

# wait_for FILE: until it is there, 20 seconds at most.
wait_for() {
  tries=0
  until [ -e "$1" ]; do
    tries=$((tries + 1))
    [ "$tries" -le 200 ] || return 1
    sleep 0.1
  done
}

train() {
  wait_for "$containerd" || return 0
  in_own_network "$home/bin/stevedored" -H "unix://$socket" --containerd "$containerd" --pidfile "$scratch/docker.pid" \
    --data-root "$scratch/data" --exec-root "$scratch/exec" >>"$scratch/log" 2>&1 &
  dockerd=$!
  if wait_for "$socket"; then
    DOCKER_HOST=unix://$socket
    export DOCKER_HOST
    for command in "load -q -i $home/images/hello.oci.tar" "run --rm --network none hello" "ps -a" "images" "info" \
        ${own_network:+"run --rm hello" "run --rm -p 8080:80 hello" "run --rm -v /data hello" "network ls"} \
        "run -d --network none --name hello hello" "logs hello" "inspect hello" "rm -f hello" "rmi hello"; do
      timeout 20 "$home/bin/stevedore" $command >>"$scratch/log" 2>&1 || true
    done
  fi
  kill -TERM "$dockerd" 2>/dev/null || true
  wait "$dockerd" || true
}

cat >"$scratch/containerd.toml" <<END
version = 2
root = "$scratch/root"
state = "$scratch/state"
[grpc]
  address = "$containerd"
[debug]
  level = "info"
END
"$home/bin/stevedore-containerd" --config "$scratch/containerd.toml" >>"$scratch/log" 2>&1 &
daemon=$!
train
kill -TERM "$daemon" 2>/dev/null || true
wait "$daemon" || true
if mv "$scratch"/*.aot "$home/lib/" 2>/dev/null; then
  cp "$JAVA_HOME/release" "$home/lib/aot.release"
  echo "$sum" >"$home/lib/aot.sum"
else
  echo "stevedore: no AOT caches were made; the daemons start slower" >&2
fi
[ -z "${KEEP_TRAINING:-}" ] || { cat "$scratch/log" >&2; }
rm -rf "$scratch"
