# What must be there before anything is measured. Sourced.

require_root_and_peers() {
  local missing=() program
  [ "$(id -u)" = 0 ] || { echo "bench: needs root" >&2; exit 1; }
  [ -x "$bin/stevedored" ] || { echo "bench: build first: ./mvnw -Dquick -pl dist -am package" >&2; exit 1; }
  [ -e "$(dirname "$bin")/lib/stevedore-containerd.aot" ] || echo "bench: the daemons have no class archives (a -Dquick build makes none): they start slower and are larger" >&2
  for program in dockerd:docker.io docker:docker.io containerd:containerd ctr:containerd runc:runc crun:crun; do
    command -v "${program%%:*}" >/dev/null || missing+=("${program##*:}")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    # RUNLEVEL: the packages must not start daemons of their own.
    { apt-get update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --no-remove "${missing[@]}"; } >&2
  fi
}

# fetch_busybox: $busybox is a static busybox, $work/rootfs a root file system with it, $work/busybox.tar an image archive.
fetch_busybox() {
  (
    mkdir "$work/deb" && chmod 755 "$work" && cd "$work/deb"
    { apt-get download busybox-static || { apt-get update && apt-get download busybox-static; }; } >/dev/null 2>&1
    dpkg -x busybox-static_*.deb .
  ) || { echo "bench: apt could not fetch busybox-static" >&2; exit 1; }
  local rootfs=$work/rootfs applet layer config
  mkdir -p "$rootfs"/{bin,dev,etc,proc,sys,tmp}
  cp "$work/deb/bin/busybox" "$rootfs/bin/busybox"
  for applet in $("$rootfs/bin/busybox" --list); do
    [ "$applet" = busybox ] || ln -s busybox "$rootfs/bin/$applet"
  done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$rootfs/etc/passwd"
  # The form docker save writes: a manifest, a configuration, a layer.
  mkdir "$work/image"
  tar -C "$rootfs" -cf "$work/image/layer.tar" .
  layer=$(sha256sum "$work/image/layer.tar" | cut -d' ' -f1)
  printf '{"architecture":"amd64","os":"linux","config":{"Cmd":["sh"],"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$layer" >"$work/image/config.json"
  config=$(sha256sum "$work/image/config.json" | cut -d' ' -f1).json
  mv "$work/image/config.json" "$work/image/$config"
  printf '[{"Config":"%s","RepoTags":["busybox:latest"],"Layers":["layer.tar"]}]' "$config" >"$work/image/manifest.json"
  tar -C "$work/image" -cf "$work/busybox.tar" manifest.json "$config" layer.tar
}

# in_namespace_for_crun SCRIPT: sources it where crun works: it refuses hybrid cgroups, so the v2 half is unmounted, for all alike.
in_namespace_for_crun() {
  export work bench bin rounds warmup
  if [ -d /sys/fs/cgroup/unified ]; then
    unshare --mount bash -euc 'umount /sys/fs/cgroup/unified; . "$bench/lib/measure.sh"; . "$1"' bench "$1"
  else
    bash -euc '. "$bench/lib/measure.sh"; . "$1"' bench "$1"
  fi
}

clean_up() {
  stop_stacks
  rm -rf "$work"
}
