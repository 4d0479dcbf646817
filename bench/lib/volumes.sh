# Mounts, copy-up and cp: the same docker CLI on both engines, and our CLI on ours. Sourced.

start_stacks
mkdir -p "$work/host/sub"
for ((i = 0; i < 200; i++)); do head -c 5000 /dev/zero >"$work/host/sub/$i"; done
for side in ours debian; do
  "$side" volume create kept >/dev/null
  "$side" run -d --name target --network none busybox sleep 100000 >/dev/null
done

table "volumes, ms" ours docker.io "our CLI on ours"
compare "run --rm" run --rm --network none busybox true
compare "run --rm -v volume" run --rm --network none -v kept:/data busybox true
compare "run --rm -v directory" run --rm --network none -v "$work/host:/data" busybox true
compare "run --rm -v, copy-up of etc" run --rm --network none -v /etc busybox true
compare "cp 200 files in" cp "$work/host" target:/tmp/in
compare "volume ls" volume ls
for side in ours debian; do
  "$side" rm -f target >/dev/null
  "$side" volume rm kept >/dev/null
done
