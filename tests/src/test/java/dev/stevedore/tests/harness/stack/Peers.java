package dev.stevedore.tests.harness.stack;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs of others that tests use, and the Debian packages that have them. */
public final class Peers {
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("docker", "docker.io"),
          Map.entry("dockerd", "docker.io"),
          Map.entry("containerd", "containerd"),
          Map.entry("ctr", "containerd"),
          Map.entry("containerd-shim-runc-v2", "containerd"),
          Map.entry("runc", "runc"),
          Map.entry("crun", "crun"),
          Map.entry("podman", "podman"),
          Map.entry("skopeo", "skopeo"),
          Map.entry("firewalld", "firewalld"),
          Map.entry("mkfs.ext4", "e2fsprogs"),
          Map.entry("docker-registry", "docker-registry"),
          Map.entry("docker-compose", "docker-compose"),
          Map.entry("npm", "npm"),
          Map.entry("openssl", "openssl"),
          Map.entry("setsid", "util-linux"),
          Map.entry("nsenter", "util-linux"),
          Map.entry("dbus-daemon", "dbus-daemon"),
          Map.entry("dig", "bind9-dnsutils"),
          Map.entry("dnsmasq", "dnsmasq-base"),
          Map.entry("ping", "iputils-ping"),
          Map.entry("unshare", "util-linux"),
          Map.entry("bzip2", "bzip2"),
          Map.entry("xz", "xz-utils"),
          Map.entry("zstd", "zstd"));

  private Peers() {}

  /**
   * Makes sure programs are there, installing their packages when run as root on a Debian. Nothing
   * that is installed is removed for them.
   *
   * @return why some are missing, or empty if all are there
   */
  public static Optional<String> require(String... programs) {
    List<String> missing = missing(programs);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    List<String> packages = missing.stream().map(Peers::packageOf).distinct().toList();
    if (Programs.find("apt-get").isEmpty() || !"root".equals(System.getProperty("user.name"))) {
      return Optional.of(missing + " missing (packages: " + String.join(" ", packages) + ")");
    }
    Result result = install(packages);
    List<String> still = missing(programs);
    return still.isEmpty()
        ? Optional.empty()
        : Optional.of(
            still + " missing, and apt-get could not install " + packages + ": " + result.err());
  }

  private static Result install(List<String> packages) {
    List<String> argv =
        new ArrayList<>(
            List.of("apt-get", "install", "-y", "--no-install-recommends", "--no-remove"));
    argv.addAll(packages);
    Command.of("apt-get", "update").timeout(Duration.ofMinutes(2)).run();
    // RUNLEVEL: the packages must not start daemons of their own.
    return Command.of(argv)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("RUNLEVEL", "1")
        .timeout(Duration.ofMinutes(5))
        .run();
  }

  private static List<String> missing(String... programs) {
    return List.of(programs).stream().filter(p -> Programs.find(p).isEmpty()).toList();
  }

  private static String packageOf(String program) {
    String name = PACKAGES.get(program);
    if (name == null) {
      throw new IllegalArgumentException("no Debian package known for " + program);
    }
    return name;
  }
}
