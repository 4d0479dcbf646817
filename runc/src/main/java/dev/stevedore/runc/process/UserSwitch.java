package dev.stevedore.runc.process;

import dev.stevedore.lib.oci.runtime.Capabilities;
import dev.stevedore.lib.oci.runtime.CapabilityNames;
import dev.stevedore.lib.oci.runtime.User;
import dev.stevedore.lib.posix.Credentials;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import java.util.List;

/**
 * Turns this process into the container's user. The order matters: the bounding set can be lowered
 * only with CAP_SETPCAP, which is gone with root; PR_SET_KEEPCAPS keeps the permitted set over
 * setresuid(2) so that the final sets can be chosen from it.
 */
public final class UserSwitch {
  private static final long DEV_NULL = FilesAt.device(1, 3);

  private UserSwitch() {}

  /** First half: the bounding set, the owner of stdio, groups and user. */
  public static void become(User user, Capabilities capabilities, boolean mayChangeGroups) {
    long bounding = CapabilityNames.mask(capabilities.bounding());
    for (int number = 0; number < Long.SIZE - 1; number++) {
      boolean isWanted = (bounding >> number & 1) != 0;
      if (!isWanted && number < CapabilityNames.ALL.size() && Credentials.isBounding(number)) {
        Credentials.dropFromBounding(number);
      } else if (number >= CapabilityNames.ALL.size()) {
        // A kernel newer than this program: what has no name here is nobody's wish.
        if (!Credentials.isBounding(number)) {
          break;
        }
        Credentials.dropFromBounding(number);
      }
    }
    Credentials.keepCapabilities(true);
    for (Fd standard : List.of(Fd.STDIN, Fd.STDOUT, Fd.STDERR)) {
      giveTo(user, standard);
    }
    if (mayChangeGroups) {
      Credentials.setGroups(user.additionalGids());
    }
    mapped("gid", user.gid(), () -> Credentials.setGroup(user.gid()));
    mapped("uid", user.uid(), () -> Credentials.setUser(user.uid()));
  }

  /** Second half: the other four sets. */
  public static void limit(Capabilities capabilities) {
    Credentials.keepCapabilities(false);
    long had = Credentials.permitted();
    long permitted = CapabilityNames.mask(capabilities.permitted()) & had;
    long effective = CapabilityNames.mask(capabilities.effective()) & permitted;
    long inheritable = CapabilityNames.mask(capabilities.inheritable()) & had;
    Credentials.setCapabilities(effective, permitted, inheritable);
    Credentials.clearAmbient();
    long ambient = CapabilityNames.mask(capabilities.ambient()) & permitted & inheritable;
    for (int number = 0; number < CapabilityNames.ALL.size(); number++) {
      if ((ambient >> number & 1) != 0) {
        Credentials.raiseAmbient(number);
      }
    }
  }

  /** So that the user can open /dev/stdout and the like. */
  private static void giveTo(User user, Fd fd) {
    try {
      FileStatus status = Files.status(fd);
      boolean isDevNull = status.isCharacterDevice() && status.rdev() == DEV_NULL;
      // A character device is a terminal, whose group is for write(1).
      long gid = status.isCharacterDevice() ? -1 : user.gid();
      boolean isOwn =
          (status.uid() & 0xffffffffL) == user.uid()
              && (gid < 0 || (status.gid() & 0xffffffffL) == gid);
      if (!isOwn && !isDevNull) {
        FilesAt.changeOwner(fd, user.uid(), gid);
      }
    } catch (PosixException e) {
      // Its owner has no name in this user namespace, or its file system is read-only; or it is
      // closed. The process is none the worse for it than outside of a container.
      if (!e.is(Errno.EPERM) && !e.is(Errno.EROFS) && !e.is(Errno.EBADF)) {
        throw e;
      }
    }
  }

  private static void mapped(String kind, long id, Runnable change) {
    try {
      change.run();
    } catch (PosixException e) {
      if (e.is(Errno.EINVAL)) {
        throw new RuncException(
            "cannot set" + kind + " to unmapped " + kind + " " + id + " in user namespace");
      }
      throw e;
    }
  }
}
