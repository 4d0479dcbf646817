package dev.stevedore.docker.create;

import dev.stevedore.docker.flags.Flag;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.ValueCheck;

/** The flags that say what a container is like. */
public final class ContainerFlags {
  private static final char NONE = Flag.NO_SHORTHAND;

  private ContainerFlags() {}

  /** All of them, for {@code create} and {@code run}. */
  public static FlagTable all() {
    FlagTable.Builder flags = FlagTable.builder();
    process(flags);
    security(flags);
    storage(flags);
    network(flags);
    lifecycle(flags);
    resources(flags);
    return flags.build();
  }

  private static void process(FlagTable.Builder flags) {
    flags
        .list("attach", 'a', ValueChecks::attach, "Stream to attach to: stdin, stdout or stderr")
        .string("entrypoint", "Program to run instead of the image's")
        .list("env", 'e', ValueChecks::environment, "Environment variable, NAME=value or NAME")
        .list("env-file", "File with environment variables")
        .string("hostname", 'h', "Host name inside")
        .string("domainname", "NIS domain name inside")
        .bool("interactive", 'i', "Keep stdin open")
        .bool("tty", 't', "Give it a terminal")
        .string("user", 'u', "User, and group after a colon, by name or number")
        .string("workdir", 'w', "Directory to start in")
        .bool("init", "Run a small init inside that reaps processes and passes signals on")
        .list("group-add", "Further group to be in")
        .list("label", 'l', ValueChecks::label, "Label, NAME=value")
        .list("label-file", "File with labels")
        .of(FlagType.MAP, "annotation", "Annotation for the OCI runtime")
        .string("cidfile", "File to write the container's id to");
  }

  private static void security(FlagTable.Builder flags) {
    flags
        .list("cap-add", "Capability to give")
        .list("cap-drop", "Capability to take away")
        .bool("privileged", "Give it everything the host's root has")
        .list("security-opt", "Security option")
        .string("userns", "User namespace")
        .string("pid", "PID namespace")
        .string("ipc", "IPC namespace")
        .string("uts", "UTS namespace")
        .string("cgroupns", "Cgroup namespace: host or private")
        .string("cgroup-parent", "Cgroup to put the container's under")
        .string("isolation", "Isolation technology")
        .string("runtime", "OCI runtime to use")
        .of(FlagType.MAP, "sysctl", ValueChecks::sysctl, "Kernel parameter, name=value");
  }

  private static void storage(FlagTable.Builder flags) {
    flags
        .list("volume", 'v', "Volume or bind mount, SOURCE:TARGET[:OPTIONS]")
        .string("volume-driver", "Driver for volumes")
        .list("volumes-from", "Container to take volumes from")
        .of(FlagType.MOUNT, "mount", Mounts::check, "Mount, type=…,source=…,target=…")
        .list("tmpfs", "Directory to mount a tmpfs on, with options after a colon")
        .bool("read-only", "Mount the root file system read-only")
        .list("storage-opt", "Option of the storage driver")
        .list("device", "Device of the host")
        .list("device-cgroup-rule", NONE, ValueChecks::deviceRule, "Rule for the device cgroup")
        .of(FlagType.GPUS, "gpus", Gpus::check, "GPUs to give it");
  }

  private static void network(FlagTable.Builder flags) {
    flags
        .of(FlagType.NETWORK, "network", "Network to join")
        .of(FlagType.NETWORK, "net", "Same as --network")
        .list("network-alias", "Name on the network")
        .list("net-alias", "Same as --network-alias")
        .string("ip", "IPv4 address")
        .string("ip6", "IPv6 address")
        .list("link-local-ip", NONE, ValueChecks::address, "Link-local address")
        .string("mac-address", "MAC address")
        .list("link", NONE, ValueChecks::link, "Container to link to")
        .list("publish", 'p', "Port to publish, [[IP:]HOST:]CONTAINER[/PROTOCOL]")
        .bool("publish-all", 'P', "Publish all exposed ports on ports of the host's choice")
        .list("expose", "Port to expose")
        .list("add-host", NONE, ValueChecks::extraHost, "Line for /etc/hosts, name:address")
        .list("dns", NONE, ValueChecks::address, "DNS server")
        .list("dns-option", "Option for resolv.conf")
        .list("dns-opt", "Same as --dns-option")
        .list("dns-search", '\0', ValueChecks::domain, "DNS search domain");
  }

  private static void lifecycle(FlagTable.Builder flags) {
    flags
        .bool("rm", "Remove the container and its anonymous volumes when it ends")
        .of(FlagType.STRING, "restart", NONE, "no", "When to start it again after it ends")
        .string("stop-signal", "Signal that stops it")
        .of(FlagType.INT, "stop-timeout", "Seconds to wait for it to stop before it is killed")
        .string("log-driver", "Where its output is logged")
        .list("log-opt", "Option of the log driver")
        .string("health-cmd", "Command that tells whether it is well")
        .of(FlagType.DURATION, "health-interval", "Time between two checks")
        .of(FlagType.DURATION, "health-timeout", "Longest time for one check")
        .of(FlagType.DURATION, "health-start-period", "Time in which failed checks do not count")
        .of(FlagType.DURATION, "health-start-interval", "Time between two checks in that period")
        .of(FlagType.INT, "health-retries", "Failed checks in a row that mean it is not well")
        .bool("no-healthcheck", "Do not check, whatever the image says");
  }

  private static void resources(FlagTable.Builder flags) {
    flags
        .of(FlagType.BYTES, "memory", 'm', "Most memory")
        .of(FlagType.BYTES, "memory-reservation", "Memory it keeps when memory is short")
        .of(FlagType.SWAP_BYTES, "memory-swap", "Most memory and swap together, -1 for no limit")
        .of(
            FlagType.INT,
            "memory-swappiness",
            NONE,
            "-1",
            "How readily it is swapped out, 0 to 100")
        .of(FlagType.BYTES, "kernel-memory", "Most kernel memory (no longer used)")
        .bool("oom-kill-disable", "Never kill it for want of memory")
        .of(FlagType.INT, "oom-score-adj", "How readily it is killed for want of memory")
        .of(FlagType.CPUS, "cpus", "Number of CPUs")
        .of(FlagType.INT, "cpu-shares", 'c', "Weight when CPUs are short")
        .of(FlagType.INT, "cpu-period", "Length of a CPU period in microseconds")
        .of(FlagType.INT, "cpu-quota", "CPU time in a period in microseconds")
        .of(FlagType.INT, "cpu-rt-period", "Length of a real-time period in microseconds")
        .of(FlagType.INT, "cpu-rt-runtime", "Real-time in a period in microseconds")
        .of(FlagType.INT, "cpu-count", "Number of CPUs (Windows)")
        .of(FlagType.INT, "cpu-percent", "Part of the CPUs (Windows)")
        .string("cpuset-cpus", "CPUs it may run on")
        .string("cpuset-mems", "Memory nodes it may use")
        .of(FlagType.INT, "pids-limit", "Most processes, -1 for no limit")
        .of(FlagType.UINT16, "blkio-weight", "Weight of block I/O, 10 to 1000")
        .list("blkio-weight-device", NONE, Throttles::checkWeight, "Weight on a device")
        .list("device-read-bps", NONE, Throttles::checkBytes, "Most bytes read per second")
        .list("device-write-bps", NONE, Throttles::checkBytes, "Most bytes written per second")
        .list("device-read-iops", NONE, Throttles::checkCount, "Most reads per second")
        .list("device-write-iops", NONE, Throttles::checkCount, "Most writes per second")
        .of(FlagType.BYTES, "io-maxbandwidth", "Most bytes per second (Windows)")
        .of(FlagType.UINT, "io-maxiops", "Most operations per second (Windows)")
        .of(FlagType.BYTES, "shm-size", "Size of /dev/shm")
        .of(FlagType.ULIMIT, "ulimit", Ulimits::check, "Limit, name=soft[:hard]");
  }

  /** The flags of {@code update}. */
  public static FlagTable updatable() {
    return FlagTable.builder()
        .of(FlagType.UINT16, "blkio-weight", "Weight of block I/O, 10 to 1000")
        .of(FlagType.INT, "cpu-period", "Length of a CPU period in microseconds")
        .of(FlagType.INT, "cpu-quota", "CPU time in a period in microseconds")
        .of(FlagType.INT, "cpu-rt-period", "Length of a real-time period in microseconds")
        .of(FlagType.INT, "cpu-rt-runtime", "Real-time in a period in microseconds")
        .of(FlagType.INT, "cpu-shares", 'c', "Weight when CPUs are short")
        .of(FlagType.CPUS, "cpus", "Number of CPUs")
        .string("cpuset-cpus", "CPUs it may run on")
        .string("cpuset-mems", "Memory nodes it may use")
        .of(FlagType.BYTES, "memory", 'm', "Most memory")
        .of(FlagType.BYTES, "memory-reservation", "Memory it keeps when memory is short")
        .of(FlagType.SWAP_BYTES, "memory-swap", "Most memory and swap together, -1 for no limit")
        .of(FlagType.BYTES, "kernel-memory", "Most kernel memory (no longer used)")
        .of(FlagType.INT, "pids-limit", "Most processes, -1 for no limit")
        .list("publish-add", "Port to publish from now on, [[IP:]HOST:]CONTAINER[/PROTOCOL]")
        .list("publish-rm", "Port to publish no more, [[IP:]HOST:]CONTAINER[/PROTOCOL]")
        .of(FlagType.STRING, "restart", ValueCheck.ANY, "When to start it again after it ends")
        .build();
  }
}
