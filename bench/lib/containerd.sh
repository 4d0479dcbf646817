# containerd and shim: importing an image and running tasks by ctr, tasks by the API, memory. Sourced.

sides=(ours debian)
image=docker.io/library/busybox:latest
imports=${IMPORTS:-3}
containers=10

# files_of BYTES DIRECTORY…: names of files that are in the directories, one after the other, as many as have so many bytes together.
files_of() {
  local most=$1 directory
  shift
  for directory in "$@"; do find "$directory" -xdev -type f -printf '%s %p\n' 2>/dev/null | sort -k2; done | awk -v most="$most" '{ sum += $1; if (sum > most) exit; sub(/^[^ ]* /, ""); print }'
}

# make_large: $work/large.tar, an image of about 300 MB: a layer that is not compressed, and one that is, three to one, with tens of
# thousands of small files.
make_large() {
  local dir=$work/large first second config
  mkdir "$dir"
  files_of 180000000 /usr/lib/jvm /usr/lib | tar -cf "$dir/1.tar" -T - 2>/dev/null
  files_of 400000000 /usr/include /usr/share /usr/bin /usr/lib/x86_64-linux-gnu | tar -cf "$dir/2.tar" -T - 2>/dev/null
  first=$(sha256sum "$dir/1.tar" | cut -d' ' -f1)
  second=$(sha256sum "$dir/2.tar" | cut -d' ' -f1)
  gzip -6 "$dir/2.tar"
  mv "$dir/2.tar.gz" "$dir/2.tar"
  config=config.json
  printf '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:%s","sha256:%s"]}}' "$first" "$second" >"$dir/$config"
  printf '[{"Config":"%s","RepoTags":["large:latest"],"Layers":["1.tar","2.tar"]}]' "$config" >"$dir/manifest.json"
  tar -C "$dir" -cf "$work/large.tar" manifest.json "$config" 1.tar 2.tar
  rm -r "$dir"
}

# on SIDE WORD…: ctr, talking to that side.
on() {
  local side=$1
  shift
  ctr -a "$work/ctd-$side/c.sock" "$@"
}

start_containerds() {
  local side program
  started=yes
  for side in "${sides[@]}"; do
    mkdir -p "$work/ctd-$side"
    cat >"$work/ctd-$side/config.toml" <<END
version = 2
root = "$work/ctd-$side/root"
state = "$work/ctd-$side/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "$work/ctd-$side/c.sock"
[ttrpc]
  address = "$work/ctd-$side/c.sock.ttrpc"
END
    case $side in
      ours) program=$bin/stevedore-containerd ;;
      debian) program=$(command -v containerd) ;;
    esac
    PATH=$bin:$PATH setsid "$program" --config "$work/ctd-$side/config.toml" >"$work/ctd-$side.log" 2>&1 </dev/null &
    pids+=($!)
    eval "daemon_$side=$!"
    await on "$side" version
    on "$side" images import "$work/busybox.tar" >/dev/null
  done
}

runtime_of() {
  case $1 in
    ours) echo io.containerd.stevedore.v1 ;;
    debian) echo io.containerd.runc.v2 ;;
  esac
}

# task SIDE NAME: a task from its creation to its deletion.
task() {
  on "$1" run --rm --null-io --runtime "$(runtime_of "$1")" "$image" "$2" true
}

# pss_of PID…: the sum, in MB.
pss_of() {
  awk '/^Pss:/ { sum += $2 } END { printf "%.2f", sum / 1024 }' $(printf '/proc/%s/smaps_rollup ' "$@")
}

# Each time into a namespace of its own, and nothing is deleted in between: where the disk's ext4 has no journal, a kernel takes a
# millisecond to make a file where many were deleted within the last minutes, and that would be all that is measured.
measure_imports() {
  local what round side
  for what in --no-unpack --snapshotter=overlayfs; do
    for ((round = 0; round <= imports; round++)); do
      for side in "${sides[@]}"; do
        sync
        once "$work/import$what-$side-$((round > 0))" on "$side" -n "${what//[^a-z]/}$round" images import "$what" "$work/large.tar"
      done
    done
  done
  row_of_files "image of $(($(stat -c %s "$work/large.tar") / 1000000)) MB, not unpacked" "$work"/import--no-unpack-{ours,debian}-1
  row_of_files "the same, and unpacked" "$work"/import--snapshotter=overlayfs-{ours,debian}-1
}

measure_tasks() {
  local round side
  for ((round = 0; round < warmup + rounds; round++)); do
    for side in "${sides[@]}"; do
      once "$work/task-$side-$((round >= warmup))" task "$side" "t$round"
    done
  done
  row_of_files "task created, run, deleted" "$work"/task-{ours,debian}-1
}

# The same without ctr, which is a program of 40 MB that starts anew for each task: one client (TaskCycle) for both, always connected.
measure_api() {
  local side step connections=()
  . "$top/build/jdk.sh"
  find_jdk || { echo "bench: no JDK 25" >&2; exit 1; }
  for side in "${sides[@]}"; do
    on "$side" containers create --runtime "$(runtime_of "$side")" "$image" template true
    connections+=("$side=$work/ctd-$side/c.sock")
  done
  "$JAVA_HOME/bin/java" -cp "$(dirname "$bin")/lib/*" "$bench/lib/TaskCycle.java" "$rounds" "$warmup" "$work/api" "${connections[@]}"
  row_of_files "task, by the API" "$work"/api-all-{ours,debian}
  for step in store create start exit delete forget; do
    row_of_files "  $step" "$work/api-$step"-{ours,debian}
  done
  for side in "${sides[@]}"; do on "$side" containers delete template; done
}

measure_memory() {
  local side i
  sleep 5
  row "containerd, after all that, MB PSS" "$(pss_of "$daemon_ours")" "$(pss_of "$daemon_debian")"
  for side in "${sides[@]}"; do
    for ((i = 0; i < containers; i++)); do on "$side" run -d --null-io --runtime "$(runtime_of "$side")" "$image" "m$i" sleep 100000 >/dev/null; done
    eval "shims_$side=$(pss_of $(pgrep -f "containerd-shim-.*$work/ctd-$side/c.sock"))"
    for ((i = 0; i < containers; i++)); do on "$side" tasks delete -f "m$i" >/dev/null 2>&1; on "$side" containers delete "m$i"; done
  done
  row "shim, MB PSS, one of $containers" $(awk -v a="$shims_ours" -v b="$shims_debian" -v n="$containers" 'BEGIN { printf "%.2f %.2f", a / n, b / n }')
}

make_large
start_containerds
table "containerd and shim, ms" ours containerd
measure_imports
measure_tasks
measure_api
measure_memory
stop_stacks
