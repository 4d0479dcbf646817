# The same docker CLI on both engines, and our CLI on ours. Sourced.

start_stacks
alone() { docker --version; }

ours run -d --name target --network none busybox sleep 100000 >/dev/null
debian run -d --name target --network none busybox sleep 100000 >/dev/null

table "docker CLI $(docker --version | awk '{ print $3 }' | tr -d ,) on each engine, ms" ours docker.io "our CLI on ours"
compare "run --rm, network none" run --rm --network none busybox true
compare "run --rm, network host" run --rm --network host busybox true
compare "exec" exec target true
compare "ps" ps
for ((round = 0; round < rounds; round++)); do once "$work/docker-alone" alone; done
echo "(the docker CLI alone, --version: $(awk -v us="$(median "$work/docker-alone")" 'BEGIN { printf "%.1f", us / 1000 }') ms)"
ours rm -f target >/dev/null
debian rm -f target >/dev/null
