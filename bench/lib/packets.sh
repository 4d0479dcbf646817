# Packets through bridges and published ports: each engine on a host of its own (a network namespace) with a neighbour. Sourced.
# iperf3 is Debian's, on both sides and in both containers. ROUNDS_NET: how many rounds, of a second each way.

command -v iperf3 >/dev/null || RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --no-remove iperf3 >&2
net=$work/packets
pids=()
started=yes
rounds_net=${ROUNDS_NET:-8}
mkdir -p "$net/image"
export DOCKER_CONFIG=$work/client DOCKER_CLI_HINTS=false

for program in iperf3; do
  for file in $(command -v "$program") $(ldd "$(command -v "$program")" | grep -o '/[^ ]*'); do
    mkdir -p "$net/image/$(dirname "$file")"
    cp -L "$file" "$net/image/$file"
  done
done
mkdir -p "$net/image"/{etc,tmp,bin}
cp "$work/rootfs/bin/busybox" "$net/image/bin/"
tar -C "$net/image" -cf "$net/image.tar" .

on() { local side=$1; shift; nsenter --net="/run/netns/svb-$side" "$@"; }
near() { local side=$1; shift; nsenter --net="/run/netns/svb-$side-near" "$@"; }
ours() { docker -H "unix://$net/ours/docker.sock" "$@"; }
debian() { docker -H "unix://$net/debian/docker.sock" "$@"; }

for side in ours debian; do
  ip netns add "svb-$side"; ip netns add "svb-$side-near"
  on "$side" ip link set lo up
  on "$side" ip link add up0 type veth peer name up0 netns "svb-$side-near"
  on "$side" ip addr add 192.0.2.1/24 dev up0; on "$side" ip link set up0 up
  near "$side" ip addr add 192.0.2.2/24 dev up0; near "$side" ip link set up0 up
  mkdir -p "$net/$side"; echo '{}' >"$net/$side/daemon.json"
done
PATH=$bin:$PATH setsid nsenter --net=/run/netns/svb-ours "$bin/stevedored" --config-file="$net/ours/daemon.json" --data-root="$net/ours/data" --exec-root="$net/ours/exec" \
  --pidfile="$net/ours/pid" -H "unix://$net/ours/docker.sock" ${OURS_FLAGS:-} >"$work/ours.log" 2>&1 </dev/null &
pids+=($!)
setsid nsenter --net=/run/netns/svb-debian dockerd --config-file="$net/debian/daemon.json" --data-root="$net/debian/data" --exec-root="$net/debian/exec" \
  --pidfile="$net/debian/pid" -H "unix://$net/debian/docker.sock" >"$work/dockerd.log" 2>&1 </dev/null &
pids+=($!)
for side in ours debian; do
  await "$side" version
  "$side" import "$net/image.tar" tools >/dev/null
  "$side" run -d --name server -p 5201:5201 -p 8080:80 tools /bin/busybox sh -c 'echo hello >/tmp/index.html; /bin/busybox httpd -h /tmp -p 80; exec iperf3 -s' >/dev/null
  "$side" run -d --name client tools /bin/busybox sleep 10000 >/dev/null
  await on "$side" curl -sf 127.0.0.1:8080
done
address() { "$1" inspect -f '{{(index .NetworkSettings.Networks "bridge").IPAddress}}' server; }

# gbits FILE COMMAND…: adds what iperf3 received, in Mbit/s.
gbits() { local file=$1; shift; "$@" -J -t 1 | awk '/"sum_received"/ { inside = 1 } inside && /bits_per_second/ { gsub(/[^0-9.e+]/, "", $2); printf "%d\n", $2 / 1e6; exit }' >>"$file"; }
# connects FILE SIDE HOW ADDRESS: adds the time of one HTTP request on a connection of its own, among 300, in µs.
connects() {
  "$3" "$2" python3 -c '
import socket, sys, time
host, port = sys.argv[1].split(":")
def once():
    s = socket.create_connection((host, int(port)))
    s.sendall(b"GET / HTTP/1.0\r\n\r\n")
    while s.recv(4096): pass
    s.close()
for _ in range(50): once()
times = []
for _ in range(300):
    start = time.perf_counter(); once(); times.append(time.perf_counter() - start)
print(int(sorted(times)[150] * 1e6))' "$4" >>"$1"
}
for ((round = 0; round < rounds_net; round++)); do
  for side in $([ $((round % 2)) = 0 ] && echo ours debian || echo debian ours); do
    gbits "$net/c2c-$side" "$side" exec client iperf3 -c "$(address $side)"
    gbits "$net/near-$side" near "$side" iperf3 -c 192.0.2.1
    gbits "$net/lo-$side" on "$side" iperf3 -c 127.0.0.1
    connects "$net/get-lo-$side" "$side" on 127.0.0.1:8080
    connects "$net/get-near-$side" "$side" near 192.0.2.1:8080
  done
done
table "networks, Mbit/s" ours docker.io
for line in "c2c container to container" "near other host, published port" "lo localhost, published port"; do
  file=${line%% *}
  row "${line#* }" "$(median "$net/$file-ours")" "$(median "$net/$file-debian")"
done
table "networks, an HTTP request, µs" ours docker.io
row "localhost, published port" "$(median "$net/get-lo-ours")" "$(median "$net/get-lo-debian")"
row "other host, published port" "$(median "$net/get-near-ours")" "$(median "$net/get-near-debian")"
started=yes
stop_stacks
pids=()
umount "$net/debian/exec/netns/default" 2>/dev/null || true
for side in ours debian; do
  ip netns del "svb-$side"
  ip netns del "svb-$side-near"
done
