package dev.stevedore.lib.posix;

/**
 * errno(3).
 *
 * @param code the number
 */
public record Errno(int code) {
  public static final Errno EPERM = new Errno(1);
  public static final Errno ENOENT = new Errno(2);
  public static final Errno ESRCH = new Errno(3);
  public static final Errno EINTR = new Errno(4);
  public static final Errno EIO = new Errno(5);
  public static final Errno ENXIO = new Errno(6);
  public static final Errno ENOEXEC = new Errno(8);
  public static final Errno EBADF = new Errno(9);
  public static final Errno ECHILD = new Errno(10);
  public static final Errno EAGAIN = new Errno(11);
  public static final Errno ENOMEM = new Errno(12);
  public static final Errno EACCES = new Errno(13);
  public static final Errno EBUSY = new Errno(16);
  public static final Errno EEXIST = new Errno(17);
  public static final Errno EXDEV = new Errno(18);
  public static final Errno ENODEV = new Errno(19);
  public static final Errno ENOTDIR = new Errno(20);
  public static final Errno EISDIR = new Errno(21);
  public static final Errno EINVAL = new Errno(22);
  public static final Errno ENOTTY = new Errno(25);
  public static final Errno ENOSPC = new Errno(28);
  public static final Errno EROFS = new Errno(30);
  public static final Errno EPIPE = new Errno(32);
  public static final Errno ENOSYS = new Errno(38);
  public static final Errno ENOTEMPTY = new Errno(39);
  public static final Errno ELOOP = new Errno(40);
  public static final Errno EADDRINUSE = new Errno(98);
  public static final Errno ECONNRESET = new Errno(104);
  public static final Errno ECONNREFUSED = new Errno(111);
  public static final Errno EINPROGRESS = new Errno(115);
  public static final Errno EOPNOTSUPP = new Errno(95);

  /** The symbol, {@code ENOENT}; {@code E123} for one without an entry here. */
  public String symbol() {
    return switch (code) {
      case 1 -> "EPERM";
      case 2 -> "ENOENT";
      case 3 -> "ESRCH";
      case 4 -> "EINTR";
      case 5 -> "EIO";
      case 6 -> "ENXIO";
      case 7 -> "E2BIG";
      case 8 -> "ENOEXEC";
      case 9 -> "EBADF";
      case 10 -> "ECHILD";
      case 11 -> "EAGAIN";
      case 12 -> "ENOMEM";
      case 13 -> "EACCES";
      case 14 -> "EFAULT";
      case 16 -> "EBUSY";
      case 17 -> "EEXIST";
      case 18 -> "EXDEV";
      case 19 -> "ENODEV";
      case 20 -> "ENOTDIR";
      case 21 -> "EISDIR";
      case 22 -> "EINVAL";
      case 23 -> "ENFILE";
      case 24 -> "EMFILE";
      case 25 -> "ENOTTY";
      case 26 -> "ETXTBSY";
      case 27 -> "EFBIG";
      case 28 -> "ENOSPC";
      case 29 -> "ESPIPE";
      case 30 -> "EROFS";
      case 31 -> "EMLINK";
      case 32 -> "EPIPE";
      case 34 -> "ERANGE";
      case 36 -> "ENAMETOOLONG";
      case 38 -> "ENOSYS";
      case 39 -> "ENOTEMPTY";
      case 40 -> "ELOOP";
      case 61 -> "ENODATA";
      case 71 -> "EPROTO";
      case 75 -> "EOVERFLOW";
      case 87 -> "EUSERS";
      case 88 -> "ENOTSOCK";
      case 95 -> "EOPNOTSUPP";
      case 98 -> "EADDRINUSE";
      case 99 -> "EADDRNOTAVAIL";
      case 104 -> "ECONNRESET";
      case 107 -> "ENOTCONN";
      case 110 -> "ETIMEDOUT";
      case 111 -> "ECONNREFUSED";
      case 113 -> "EHOSTUNREACH";
      case 115 -> "EINPROGRESS";
      case 116 -> "ESTALE";
      case 122 -> "EDQUOT";
      default -> "E" + code;
    };
  }

  /**
   * What it means, in the lower-case words that Go's programs print and Docker's clients match on.
   */
  public String message() {
    return switch (code) {
      case 1 -> "operation not permitted";
      case 2 -> "no such file or directory";
      case 3 -> "no such process";
      case 4 -> "interrupted system call";
      case 5 -> "input/output error";
      case 6 -> "no such device or address";
      case 7 -> "argument list too long";
      case 8 -> "exec format error";
      case 9 -> "bad file descriptor";
      case 10 -> "no child processes";
      case 11 -> "resource temporarily unavailable";
      case 12 -> "cannot allocate memory";
      case 13 -> "permission denied";
      case 14 -> "bad address";
      case 16 -> "device or resource busy";
      case 17 -> "file exists";
      case 18 -> "invalid cross-device link";
      case 19 -> "no such device";
      case 20 -> "not a directory";
      case 21 -> "is a directory";
      case 22 -> "invalid argument";
      case 23 -> "too many open files in system";
      case 24 -> "too many open files";
      case 25 -> "inappropriate ioctl for device";
      case 26 -> "text file busy";
      case 27 -> "file too large";
      case 28 -> "no space left on device";
      case 29 -> "illegal seek";
      case 30 -> "read-only file system";
      case 31 -> "too many links";
      case 32 -> "broken pipe";
      case 34 -> "numerical result out of range";
      case 36 -> "file name too long";
      case 38 -> "function not implemented";
      case 39 -> "directory not empty";
      case 40 -> "too many levels of symbolic links";
      case 61 -> "no data available";
      case 71 -> "protocol error";
      case 75 -> "value too large for defined data type";
      case 87 -> "too many users";
      case 88 -> "socket operation on non-socket";
      case 95 -> "operation not supported";
      case 98 -> "address already in use";
      case 99 -> "cannot assign requested address";
      case 104 -> "connection reset by peer";
      case 107 -> "transport endpoint is not connected";
      case 110 -> "connection timed out";
      case 111 -> "connection refused";
      case 113 -> "no route to host";
      case 115 -> "operation now in progress";
      case 116 -> "stale file handle";
      case 122 -> "disk quota exceeded";
      default -> "errno " + code;
    };
  }
}
