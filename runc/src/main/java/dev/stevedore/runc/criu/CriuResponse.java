package dev.stevedore.runc.criu;

import dev.stevedore.lib.ttrpc.wire.ProtoReader;

/**
 * An answer of CRIU (criu_resp of its rpc.proto).
 *
 * @param kind number of the request's kind
 * @param success whether it was done
 * @param script what a notification is about; empty if it is none
 * @param pid of the container's init, in a notification or at the end of a restore
 * @param error errno of a failure
 * @param message of a failure
 */
record CriuResponse(int kind, boolean success, String script, int pid, int error, String message) {
  static CriuResponse parse(byte[] bytes) {
    int kind = 0;
    boolean success = false;
    String script = "";
    int pid = 0;
    int error = 0;
    String message = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> kind = in.int32();
        case 2 -> success = in.bool();
        case 4 -> {
          ProtoReader restore = new ProtoReader(in.bytes());
          while (restore.next()) {
            if (restore.field() == 1) {
              pid = restore.int32();
            } else {
              restore.skip();
            }
          }
        }
        case 5 -> {
          ProtoReader notify = new ProtoReader(in.bytes());
          while (notify.next()) {
            switch (notify.field()) {
              case 1 -> script = notify.string();
              case 2 -> pid = notify.int32();
              default -> notify.skip();
            }
          }
        }
        case 7 -> error = in.int32();
        case 9 -> message = in.string();
        default -> in.skip();
      }
    }
    return new CriuResponse(kind, success, script, pid, error, message);
  }
}
