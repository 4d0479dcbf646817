package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Status;
import java.io.IOException;

/** Takes what arrives for one stream of a connection; one thread calls it. */
interface Receiver {
  /** A frame came. */
  void take(Frame frame);

  /** The other side, or this one in its stead, says that the stream has failed. */
  void fail(Status status);

  /** Nothing more will come: the connection is gone. */
  void disconnected(IOException reason);
}
