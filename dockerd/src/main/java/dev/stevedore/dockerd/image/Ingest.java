package dev.stevedore.dockerd.image;

import com.google.protobuf.ByteString;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.lib.containerdapi.content.AbortRequest;
import dev.stevedore.lib.containerdapi.content.WriteAction;
import dev.stevedore.lib.containerdapi.content.WriteContentRequest;
import dev.stevedore.lib.containerdapi.content.WriteContentResponse;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.registry.ContentSink;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * A blob on its way into containerd's content store, under a name that the next try finds again:
 * what has come stays there when this daemon, containerd or the connection breaks.
 *
 * <pre>
 * STAT ref total expected  → offset: so much is there; or ALREADY_EXISTS
 * WRITE offset data …      → offset
 * COMMIT expected          → digest; or FAILED_PRECONDITION
 * </pre>
 */
public final class Ingest implements ContentSink, AutoCloseable {
  private static final int CHUNK = 1 << 20;
  private static final int LOCKED_TRIES = 20;
  private static final long LOCKED_PAUSE_MILLIS = 250;

  private final ContainerdClient containerd;
  private final String ref;
  private final Descriptor blob;
  private final BlockingClientCall<WriteContentRequest, WriteContentResponse> call;
  private final byte[] buffer;
  private int buffered;
  private long written;
  private boolean restart;
  private boolean done;

  private Ingest(
      ContainerdClient containerd,
      String ref,
      Descriptor blob,
      BlockingClientCall<WriteContentRequest, WriteContentResponse> call,
      long written) {
    this.containerd = containerd;
    this.ref = ref;
    this.blob = blob;
    this.call = call;
    this.written = written;
    this.restart = written > blob.size();
    this.buffer = new byte[(int) Math.min(Math.max(blob.size(), 1), CHUNK)];
  }

  /**
   * Opens the ingest of a blob, or goes on with it.
   *
   * @return empty if the blob is in the store already
   * @throws StatusRuntimeException what containerd says
   */
  public static Optional<Ingest> open(ContainerdClient containerd, String ref, Descriptor blob)
      throws InterruptedIOException {
    for (int i = 1; ; i++) {
      var call = containerd.contentStreams().write();
      try {
        call.write(
            request(WriteAction.STAT, ref, blob).setExpected(blob.digest().toString()).build());
        WriteContentResponse answer = call.read();
        if (answer == null) {
          throw ended().asException();
        }
        return Optional.of(new Ingest(containerd, ref, blob, call, answer.getOffset()));
      } catch (StatusException e) {
        call.cancel("refused", null);
        if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
          return Optional.empty();
        }
        // The last one who wrote it may just be letting go of it.
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || i == LOCKED_TRIES) {
          throw GrpcErrors.unchecked(e);
        }
        pause();
      } catch (InterruptedException e) {
        call.cancel("interrupted", null);
        throw interrupted();
      }
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(LOCKED_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while storing a blob");
  }

  private static Status ended() {
    return Status.INTERNAL.withDescription("containerd ended an ingest before it was done");
  }

  private static WriteContentRequest.Builder request(
      WriteAction action, String ref, Descriptor blob) {
    return WriteContentRequest.newBuilder().setAction(action).setRef(ref).setTotal(blob.size());
  }

  @Override
  public long offset() {
    return restart ? buffered : written + buffered;
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws InterruptedIOException {
    int at = from;
    int left = count;
    while (left > 0) {
      int part = Math.min(left, buffer.length - buffered);
      System.arraycopy(bytes, at, buffer, buffered, part);
      buffered += part;
      at += part;
      left -= part;
      if (buffered == buffer.length) {
        flush();
      }
    }
  }

  @Override
  public void restart() {
    restart = true; // a write at 0 drops what is there
    buffered = 0;
  }

  private void flush() throws InterruptedIOException {
    if (buffered == 0) {
      return;
    }
    long offset = restart ? 0 : written;
    ByteString data = ByteString.copyFrom(buffer, 0, buffered);
    try {
      call.write(request(WriteAction.WRITE, ref, blob).setOffset(offset).setData(data).build());
      if (call.read() == null) {
        throw ended().asException();
      }
    } catch (StatusException e) {
      throw GrpcErrors.unchecked(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    written = offset + buffered;
    restart = false;
    buffered = 0;
  }

  /**
   * Makes it a blob.
   *
   * @return false if it has another digest; what had come is gone then
   */
  public boolean commit() throws InterruptedIOException {
    flush();
    try {
      call.write(
          request(WriteAction.COMMIT, ref, blob)
              .setOffset(written)
              .setExpected(blob.digest().toString())
              .build());
      // See BlobStore for why this end is closed first.
      call.halfClose();
      if (call.read() == null) {
        throw ended().asException();
      }
      while (call.read() != null) {
        // Nothing more is due but the end.
      }
      done = true;
      return true;
    } catch (StatusException e) {
      return switch (e.getStatus().getCode()) {
        case ALREADY_EXISTS -> {
          done = true;
          yield true;
        }
        case FAILED_PRECONDITION -> {
          close();
          abort();
          yield false;
        }
        default -> throw GrpcErrors.unchecked(e);
      };
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void abort() {
    try {
      containerd.content().abort(AbortRequest.newBuilder().setRef(ref).build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        throw e;
      }
    }
  }

  /** Lets go of the ingest. What was written stays, for the next one who opens it. */
  @Override
  public void close() {
    if (!done) {
      done = true;
      call.cancel("given up", null);
    }
  }
}
