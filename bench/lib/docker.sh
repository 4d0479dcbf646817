# The same docker CLI on both engines, and our CLI on ours. Sourced.

start_stacks
sides=(ours debian)
cli() { "$bin/stevedore" -H "unix://$work/ours/docker.sock" "$@"; }
alone() { docker --version; }

ours run -d --name target --network none busybox sleep 100000 >/dev/null
debian run -d --name target --network none busybox sleep 100000 >/dev/null

# compare NAME ARGUMENT…: both engines with the same arguments, and our CLI with them too.
compare() {
  local name=$1 file=$work/docker-${1// /_} round side
  shift
  for ((round = 0; round < warmup; round++)); do
    for side in ours debian cli; do "$side" "$@" >/dev/null </dev/null; done
  done
  for ((round = 0; round < rounds; round++)); do
    for side in ours debian cli; do once "$file-$side" "$side" "$@"; done
  done
  row_of_files "$name" "$file-ours" "$file-debian" "$file-cli"
}

table "docker CLI $(docker --version | awk '{ print $3 }' | tr -d ,) on each engine, ms" ours docker.io "our CLI on ours"
compare "run --rm, network none" run --rm --network none busybox true
compare "run --rm, network host" run --rm --network host busybox true
compare "exec" exec target true
compare "ps" ps
for ((round = 0; round < rounds; round++)); do once "$work/docker-alone" alone; done
echo "(the docker CLI alone, --version: $(awk -v us="$(median "$work/docker-alone")" 'BEGIN { printf "%.1f", us / 1000 }') ms)"
ours rm -f target >/dev/null
debian rm -f target >/dev/null
