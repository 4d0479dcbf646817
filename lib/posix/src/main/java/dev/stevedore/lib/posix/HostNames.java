package dev.stevedore.lib.posix;

/** sethostname(2) and setdomainname(2). */
public final class HostNames {
  private HostNames() {}

  public static void setHostName(String name) {
    byte[] bytes = Utf8.encode(name);
    Syscall.check(
        Syscall.invoke(Syscall.SETHOSTNAME, Syscall.at(bytes), bytes.length), "sethostname", name);
  }

  public static void setDomainName(String name) {
    byte[] bytes = Utf8.encode(name);
    Syscall.check(
        Syscall.invoke(Syscall.SETDOMAINNAME, Syscall.at(bytes), bytes.length),
        "setdomainname",
        name);
  }
}
