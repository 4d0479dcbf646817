package dev.stevedore.lib.linux;

/** The numbers of the system calls used here, on x86-64 and on the machines that came after it. */
enum Sys {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  SOCKET(41, 198),
  SENDTO(44, 206),
  SENDMSG(46, 211),
  RECVMSG(47, 212),
  WAIT4(61, 260),
  FCNTL(72, 25),
  GETDENTS64(217, 61),
  FLOCK(73, 32),
  IOCTL(16, 29),
  LSEEK(8, 62),
  FTRUNCATE(77, 46),
  FCHMOD(91, 52),
  FCHOWN(93, 55),
  UMASK(95, 166),
  RT_SIGACTION(13, 134),
  PRCTL(157, 167),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  KILL(62, 129),
  RECVFROM(45, 207),
  BIND(49, 200),
  LISTEN(50, 201),
  CONNECT(42, 203),
  SHUTDOWN(48, 210),
  ACCEPT4(288, 242),
  SPLICE(275, 76),
  GETSOCKNAME(51, 204),
  SETSOCKOPT(54, 208),
  GETSOCKOPT(55, 209),
  LSETXATTR(189, 6),
  FSETXATTR(190, 7),
  LGETXATTR(192, 9),
  LLISTXATTR(195, 12),
  LREMOVEXATTR(198, 15),
  STATFS(137, 43),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  FCHMODAT(268, 53),
  UTIMENSAT(280, 88),
  FALLOCATE(285, 47),
  EPOLL_CTL(233, 21),
  EPOLL_PWAIT(281, 22),
  EVENTFD2(290, 19),
  EPOLL_CREATE1(291, 20),
  MEMFD_CREATE(319, 279),
  DUP3(292, 24),
  PIPE2(293, 59),
  SYNCFS(306, 267),
  SETNS(308, 268),
  UNSHARE(272, 97),
  RENAMEAT2(316, 276),
  STATX(332, 291),
  SENDFILE(40, 71),
  OPEN_TREE(428, 428),
  PIDFD_SEND_SIGNAL(424, 424),
  PIDFD_OPEN(434, 434),
  OPENAT2(437, 437),
  QUOTACTL_FD(443, 443);

  private static final boolean X86_64 = System.getProperty("os.arch", "").equals("amd64");

  private final int x86;
  private final int generic;

  Sys(int x86, int generic) {
    this.x86 = x86;
    this.generic = generic;
  }

  long number() {
    return X86_64 ? x86 : generic;
  }
}
