package dev.stevedore.runc.seccomp;

import dev.stevedore.lib.oci.runtime.SeccompAction;
import dev.stevedore.lib.oci.runtime.SeccompArch;
import dev.stevedore.lib.oci.runtime.SeccompOperator;
import dev.stevedore.runc.RuncException;
import java.util.List;
import java.util.OptionalLong;

/** The numbers behind the names of seccomp (seccomp.h, linux/seccomp.h). */
final class SeccompNumbers {
  private static final long EPERM = 1;
  private static final long FLAG_LOG = 2;
  private static final long FLAG_SPEC_ALLOW = 4;
  static final long FLAG_NEW_LISTENER = 8;
  static final long FLAG_WAIT_KILLABLE_RECV = 32;

  private SeccompNumbers() {}

  /**
   * The number of an action.
   *
   * @param data errno of SCMP_ACT_ERRNO, message of SCMP_ACT_TRACE
   */
  static int action(SeccompAction action, OptionalLong data) {
    int low = (int) (data.orElse(EPERM) & 0xffff);
    return switch (action) {
      case SCMP_ACT_KILL, SCMP_ACT_KILL_THREAD -> 0;
      case SCMP_ACT_KILL_PROCESS -> 0x80000000;
      case SCMP_ACT_TRAP -> 0x00030000;
      case SCMP_ACT_ERRNO -> 0x00050000 | low;
      case SCMP_ACT_TRACE -> 0x7ff00000 | low;
      case SCMP_ACT_LOG -> 0x7ffc0000;
      case SCMP_ACT_ALLOW -> 0x7fff0000;
      case SCMP_ACT_NOTIFY -> 0x7fc00000;
    };
  }

  static int operator(SeccompOperator operator) {
    return switch (operator) {
      case SCMP_CMP_NE -> 1;
      case SCMP_CMP_LT -> 2;
      case SCMP_CMP_LE -> 3;
      case SCMP_CMP_EQ -> 4;
      case SCMP_CMP_GE -> 5;
      case SCMP_CMP_GT -> 6;
      case SCMP_CMP_MASKED_EQ -> 7;
    };
  }

  static int architecture(SeccompArch arch) {
    return switch (arch) {
      case SCMP_ARCH_X86 -> 0x40000003;
      case SCMP_ARCH_X86_64 -> 0xc000003e;
      case SCMP_ARCH_X32 -> 0x4000003e;
      case SCMP_ARCH_ARM -> 0x40000028;
      case SCMP_ARCH_AARCH64 -> 0xc00000b7;
      case SCMP_ARCH_MIPS -> 0x00000008;
      case SCMP_ARCH_MIPS64 -> 0x80000008;
      case SCMP_ARCH_MIPS64N32 -> 0xa0000008;
      case SCMP_ARCH_MIPSEL -> 0x40000008;
      case SCMP_ARCH_MIPSEL64 -> 0xc0000008;
      case SCMP_ARCH_MIPSEL64N32 -> 0xe0000008;
      case SCMP_ARCH_PPC -> 0x00000014;
      case SCMP_ARCH_PPC64 -> 0x80000015;
      case SCMP_ARCH_PPC64LE -> 0xc0000015;
      case SCMP_ARCH_S390 -> 0x00000016;
      case SCMP_ARCH_S390X -> 0x80000016;
      case SCMP_ARCH_PARISC -> 0x0000000f;
      case SCMP_ARCH_PARISC64 -> 0x8000000f;
      case SCMP_ARCH_RISCV64 -> 0xc00000f3;
      case SCMP_ARCH_LOONGARCH64 -> 0xc0000102;
      case SCMP_ARCH_M68K -> 0x00000004;
      case SCMP_ARCH_SH -> 0x4000002a;
      case SCMP_ARCH_SHEB -> 0x0000002a;
    };
  }

  /** The flags for seccomp(2). */
  static long flags(List<String> names) {
    long flags = 0;
    for (String name : names) {
      flags |=
          switch (name) {
            case "SECCOMP_FILTER_FLAG_LOG" -> FLAG_LOG;
            case "SECCOMP_FILTER_FLAG_SPEC_ALLOW" -> FLAG_SPEC_ALLOW;
            case "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" -> FLAG_WAIT_KILLABLE_RECV;
            // A single thread has nobody to be in step with.
            case "SECCOMP_FILTER_FLAG_TSYNC" -> 0L;
            default -> throw new RuncException("seccomp: unknown flag \"" + name + "\"");
          };
    }
    return flags;
  }
}
