package dev.stevedore.lib.ttrpc.sandbox;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;

/**
 * A call of the sandbox service: what is asked, of which sandbox. The rest of what the messages
 * say, such as a root file system, is for sandboxes that are machines.
 */
public record SandboxRequest(Method method, String sandboxId) {
  /** The service's name on the wire. */
  public static final String SERVICE = "containerd.runtime.sandbox.v1.Sandbox";

  /** What can be asked. */
  public enum Method {
    /** To be made ready for a start. */
    CREATE("CreateSandbox"),
    START("StartSandbox"),
    /** For which platform its containers must be. */
    PLATFORM("Platform"),
    STOP("StopSandbox"),
    /** Answered when it has stopped. */
    WAIT("WaitSandbox"),
    STATUS("SandboxStatus"),
    /** Whether the shim is there. */
    PING("PingSandbox"),
    /** The shim is to end. */
    SHUTDOWN("ShutdownSandbox"),
    METRICS("SandboxMetrics");

    private final String wireName;

    Method(String wireName) {
      this.wireName = wireName;
    }

    /** Its name on the wire. */
    public String wireName() {
      return wireName;
    }
  }

  /**
   * Reads the request of a method.
   *
   * @throws TtrpcException with {@link Code#UNIMPLEMENTED} when there is no such method
   */
  public static SandboxRequest decode(String method, byte[] payload) {
    for (Method known : Method.values()) {
      if (known.wireName.equals(method)) {
        return new SandboxRequest(known, id(payload));
      }
    }
    throw new TtrpcException(Code.UNIMPLEMENTED, "method " + SERVICE + "/" + method);
  }

  private static String id(byte[] payload) {
    String id = "";
    ProtoReader in = new ProtoReader(payload);
    while (in.next()) {
      if (in.field() == 1) {
        id = in.string();
      } else {
        in.skip();
      }
    }
    return id;
  }
}
