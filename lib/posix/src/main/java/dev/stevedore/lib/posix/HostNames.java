package dev.stevedore.lib.posix;

import java.nio.charset.StandardCharsets;

/** sethostname(2) and setdomainname(2). */
public final class HostNames {
  private HostNames() {}

  public static void setHostName(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    Syscall.check(
        Syscall.invoke(Syscall.SETHOSTNAME, Syscall.at(bytes), bytes.length), "sethostname", name);
  }

  public static void setDomainName(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    Syscall.check(
        Syscall.invoke(Syscall.SETDOMAINNAME, Syscall.at(bytes), bytes.length),
        "setdomainname",
        name);
  }
}
