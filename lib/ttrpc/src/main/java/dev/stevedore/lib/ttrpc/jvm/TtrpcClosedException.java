package dev.stevedore.lib.ttrpc.jvm;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The connection is gone; whether the call was carried out is not known. */
public final class TtrpcClosedException extends IOException {
  TtrpcClosedException(@Nullable Throwable cause) {
    super("ttrpc: closed", cause);
  }
}
