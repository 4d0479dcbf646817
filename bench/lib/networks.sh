# The bridge, published ports, and many containers: the same docker CLI on both engines, and our CLI on ours. Sourced.

start_stacks networks
many=50
batches=${BATCHES:-2}

# start_many SIDE AT-A-TIME: so many containers that go on running.
start_many() {
  case $1 in
    cli) seq "$many" | xargs -P "$2" -I{} "$bin/stevedore" -H "unix://$work/ours/docker.sock" run -d --name "many-{}" busybox sleep 100000 ;;
    *) seq "$many" | xargs -P "$2" -I{} docker -H "unix://$work/$1/docker.sock" run -d --name "many-{}" busybox sleep 100000 ;;
  esac
}

remove_many() {
  # shellcheck disable=SC2046
  "$1" rm -f $(seq -f 'many-%g' "$many")
}

table "networks, ms" ours docker.io "our CLI on ours"
compare "run --rm, bridge" run --rm busybox true
compare "run --rm -p" run --rm -p 8080:80 busybox true
after() { "$1" rm -f made >/dev/null; }
compare "run -d" run -d --name made busybox sleep 100000
after() { :; }
for ((round = 0; round < batches; round++)); do
  for side in ours debian cli; do
    once "$work/many-1-$side" start_many "$side" 1
    once "$work/many-rm-$side" remove_many "$side"
    once "$work/many-8-$side" start_many "$side" 8
    once "$work/many-rm-$side" remove_many "$side"
  done
done
row_of_files "$many run -d, one by one" "$work"/many-1-{ours,debian,cli}
row_of_files "$many run -d, 8 at a time" "$work"/many-8-{ours,debian,cli}
row_of_files "rm -f of $many" "$work"/many-rm-{ours,debian,cli}
stop_stacks
