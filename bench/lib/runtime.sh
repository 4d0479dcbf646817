# The runtimes by themselves, on one bundle: the configuration of `runc spec`, with `true` or `sleep` as the process. Sourced.

runtimes=(ours crun runc)
program_of() {
  case $1 in
    ours) echo "$bin/stevedore-runc" ;;
    *) command -v "$1" ;;
  esac
}

# bundle NAME COMMAND: a bundle that runs it without a terminal, in the shared rootfs.
bundle() {
  mkdir "$work/$1"
  runc spec --bundle "$work/$1"
  sed -i "s/\"terminal\": true/\"terminal\": false/; s/\"sh\"/$2/; s|\"path\": \"rootfs\"|\"path\": \"$work/rootfs\"|" "$work/$1/config.json"
}
bundle bundle-true '"true"'
bundle bundle-sleep '"sleep", "1000"'

operations=(run create start state exec kill delete)
id=0
cycle() {
  local name=$1 program out=$2
  program=$(program_of "$name")
  local runtime=("$program" --root "$work/root-$name")
  id=$((id + 1))
  once "$out/run-$name" "${runtime[@]}" run --bundle "$work/bundle-true" "bench-$$-$id"
  once "$out/create-$name" "${runtime[@]}" create --bundle "$work/bundle-sleep" "bench-s$$-$id"
  once "$out/start-$name" "${runtime[@]}" start "bench-s$$-$id"
  once "$out/state-$name" "${runtime[@]}" state "bench-s$$-$id"
  once "$out/exec-$name" "${runtime[@]}" exec "bench-s$$-$id" true
  once "$out/kill-$name" "${runtime[@]}" kill "bench-s$$-$id" KILL
  until "${runtime[@]}" state "bench-s$$-$id" | grep -q '"stopped"'; do :; done
  once "$out/delete-$name" "${runtime[@]}" delete "bench-s$$-$id"
}

mkdir "$work/warm" "$work/cold"
for name in "${runtimes[@]}"; do for _ in 1 2 3; do cycle "$name" "$work/cold"; done; done
for ((round = 0; round < rounds; round++)); do
  for name in "${runtimes[@]}"; do cycle "$name" "$work/warm"; done
done

table "Runtime on the same config.json, ms" "${runtimes[@]}"
for operation in "${operations[@]}"; do
  row_of_files "$operation" "$work/warm/$operation-ours" "$work/warm/$operation-crun" "$work/warm/$operation-runc"
done
