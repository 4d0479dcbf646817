package dev.stevedore.runc.config;

import dev.stevedore.lib.oci.runtime.Spec;

/** Annotations of config.json that change what is done; their names are crun's and runc's. */
public final class Annotations {
  /** The container keeps the supplementary groups of its creator; podman's {@code keep-groups}. */
  public static final String KEEP_GROUPS = "run.oci.keep_original_groups";

  /** A unix socket that gets a pidfd of init. */
  public static final String PIDFD_RECEIVER = "run.oci.pidfd_receiver";

  /** A system call without a number is an error. */
  public static final String SECCOMP_STRICT = "run.oci.seccomp_fail_unknown_syscall";

  /** A file that gets what hooks write to stdout. */
  public static final String HOOKS_STDOUT = "run.oci.hooks.stdout";

  /** A file that gets what hooks write to stderr. */
  public static final String HOOKS_STDERR = "run.oci.hooks.stderr";

  /** A file with options of CRIU; empty for none. */
  public static final String CRIU_CONFIG = "org.criu.config";

  /** What comes before the name of a property of the systemd unit. */
  public static final String SYSTEMD_PROPERTY = "org.systemd.property.";

  private Annotations() {}

  /** Whether one is there, and not {@code 0} or {@code false}. */
  public static boolean isOn(Spec spec, String name) {
    String value = spec.annotations().getOrDefault(name, "0");
    return !value.equals("0") && !value.equals("false");
  }
}
