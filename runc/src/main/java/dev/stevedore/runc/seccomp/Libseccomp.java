package dev.stevedore.runc.seccomp;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;

/** The functions of libseccomp (seccomp_init(3) and so on), which is linked in. */
@Include("seccomp.h")
final class Libseccomp {
  /** What {@link #resolve} gives for a name it does not know. */
  static final int UNKNOWN = -1;

  private Libseccomp() {}

  @Import(name = "seccomp_init")
  static native Address init(int defaultAction);

  @Import(name = "seccomp_release")
  static native void release(Address filter);

  @Import(name = "seccomp_attr_set")
  static native int setAttribute(Address filter, int attribute, int value);

  @Import(name = "seccomp_arch_exist")
  static native int hasArchitecture(Address filter, int architecture);

  @Import(name = "seccomp_arch_add")
  static native int addArchitecture(Address filter, int architecture);

  @Import(name = "seccomp_syscall_resolve_name")
  static native int resolve(Address name);

  @Import(name = "seccomp_rule_add_array")
  static native int addRule(
      Address filter, int action, int syscall, int count, Address comparisons);

  @Import(name = "seccomp_export_bpf")
  static native int export(Address filter, int descriptor);
}
