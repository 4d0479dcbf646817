package dev.stevedore.lib.posix;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;

/**
 * syscall(2): the one door to the kernel. A negative result is a negated errno, as the kernel
 * itself gives it.
 */
final class Syscall {
  static final int READ = 0;
  static final int WRITE = 1;
  static final int CLOSE = 3;
  static final int FSTAT = 5;
  static final int LSEEK = 8;
  static final int MMAP = 9;
  static final int RT_SIGACTION = 13;
  static final int RT_SIGPROCMASK = 14;
  static final int IOCTL = 16;
  static final int NANOSLEEP = 35;
  static final int GETPID = 39;
  static final int SOCKET = 41;
  static final int CONNECT = 42;
  static final int SENDMSG = 46;
  static final int RECVMSG = 47;
  static final int SHUTDOWN = 48;
  static final int BIND = 49;
  static final int LISTEN = 50;
  static final int SOCKETPAIR = 53;
  static final int SETSOCKOPT = 54;
  static final int CLONE = 56;
  static final int EXECVE = 59;
  static final int WAIT4 = 61;
  static final int KILL = 62;
  static final int FCNTL = 72;
  static final int FLOCK = 73;
  static final int FTRUNCATE = 77;
  static final int GETCWD = 79;
  static final int CHDIR = 80;
  static final int FCHDIR = 81;
  static final int FCHMOD = 91;
  static final int FCHOWN = 93;
  static final int UMASK = 95;
  static final int GETUID = 102;
  static final int GETGID = 104;
  static final int SETPGID = 109;
  static final int SETSID = 112;
  static final int SETGROUPS = 116;
  static final int SETRESUID = 117;
  static final int SETRESGID = 119;
  static final int CAPSET = 126;
  static final int RT_SIGTIMEDWAIT = 128;
  static final int PERSONALITY = 135;
  static final int STATFS = 137;
  static final int FSTATFS = 138;
  static final int PIVOT_ROOT = 155;
  static final int PRCTL = 157;
  static final int CHROOT = 161;
  static final int MOUNT = 165;
  static final int UMOUNT2 = 166;
  static final int SETHOSTNAME = 170;
  static final int SETDOMAINNAME = 171;
  static final int SCHED_SETAFFINITY = 203;
  static final int SETXATTR = 188;
  static final int GETXATTR = 191;
  static final int GETDENTS64 = 217;
  static final int CLOCK_GETTIME = 228;
  static final int EXIT_GROUP = 231;
  static final int EPOLL_WAIT = 232;
  static final int EPOLL_CTL = 233;
  static final int SET_MEMPOLICY = 238;
  static final int WAITID = 247;
  static final int KEYCTL = 250;
  static final int IOPRIO_SET = 251;
  static final int OPENAT = 257;
  static final int MKDIRAT = 258;
  static final int MKNODAT = 259;
  static final int FCHOWNAT = 260;
  static final int NEWFSTATAT = 262;
  static final int UNLINKAT = 263;
  static final int LINKAT = 265;
  static final int SYMLINKAT = 266;
  static final int READLINKAT = 267;
  static final int FCHMODAT = 268;
  static final int FACCESSAT = 269;
  static final int UNSHARE = 272;
  static final int UTIMENSAT = 280;
  static final int ACCEPT4 = 288;
  static final int SIGNALFD4 = 289;
  static final int EVENTFD2 = 290;
  static final int EPOLL_CREATE1 = 291;
  static final int DUP3 = 292;
  static final int PIPE2 = 293;
  static final int PRLIMIT64 = 302;
  static final int SETNS = 308;
  static final int SCHED_SETATTR = 314;
  static final int RENAMEAT2 = 316;
  static final int SECCOMP = 317;
  static final int GETRANDOM = 318;
  static final int MEMFD_CREATE = 319;
  static final int BPF = 321;
  static final int EXECVEAT = 322;
  static final int COPY_FILE_RANGE = 326;
  static final int PIDFD_SEND_SIGNAL = 424;
  static final int OPEN_TREE = 428;
  static final int MOVE_MOUNT = 429;
  static final int FSOPEN = 430;
  static final int FSCONFIG = 431;
  static final int FSMOUNT = 432;
  static final int PIDFD_OPEN = 434;
  static final int CLONE3 = 435;
  static final int CLOSE_RANGE = 436;
  static final int OPENAT2 = 437;
  static final int FACCESSAT2 = 439;
  static final int MOUNT_SETATTR = 442;

  private Syscall() {}

  @Include("unistd.h")
  @Import(name = "syscall")
  private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

  @Include("errno.h")
  @Import(name = "__errno_location")
  private static native Address errnoLocation();

  static long invoke(long number, long a, long b, long c, long d, long e, long f) {
    long result = syscall(number, a, b, c, d, e, f);
    return result == -1 ? -errnoLocation().getInt() : result;
  }

  static long invoke(long number, long a, long b, long c, long d, long e) {
    return invoke(number, a, b, c, d, e, 0);
  }

  static long invoke(long number, long a, long b, long c, long d) {
    return invoke(number, a, b, c, d, 0, 0);
  }

  static long invoke(long number, long a, long b, long c) {
    return invoke(number, a, b, c, 0, 0, 0);
  }

  static long invoke(long number, long a, long b) {
    return invoke(number, a, b, 0, 0, 0, 0);
  }

  static long invoke(long number, long a) {
    return invoke(number, a, 0, 0, 0, 0, 0);
  }

  static long invoke(long number) {
    return invoke(number, 0, 0, 0, 0, 0, 0);
  }

  /** Where a heap array's bytes are, for the one call that it is an argument of. */
  static long at(byte[] heapArray) {
    return Address.ofData(heapArray).toLong();
  }

  /**
   * Gives the result back, or throws.
   *
   * @param operation the call's name, as in its man page
   * @param subject what it was about: a path, or empty
   */
  static long check(long result, String operation, String subject) {
    if (result < 0) {
      throw new PosixException(operation, subject, new Errno((int) -result));
    }
    return result;
  }
}
