package dev.stevedore.dockerd.image;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.UnsafeByteOperations;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.lib.containerdapi.content.AbortRequest;
import dev.stevedore.lib.containerdapi.content.DeleteContentRequest;
import dev.stevedore.lib.containerdapi.content.Info;
import dev.stevedore.lib.containerdapi.content.InfoRequest;
import dev.stevedore.lib.containerdapi.content.ReadContentRequest;
import dev.stevedore.lib.containerdapi.content.ReadContentResponse;
import dev.stevedore.lib.containerdapi.content.UpdateRequest;
import dev.stevedore.lib.containerdapi.content.WriteAction;
import dev.stevedore.lib.containerdapi.content.WriteContentRequest;
import dev.stevedore.lib.containerdapi.content.WriteContentResponse;
import dev.stevedore.lib.daemon.Sha256;
import dev.stevedore.lib.oci.image.Digest;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes blobs in containerd's content store. */
public final class BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(BlobStore.class);
  private static final int CHUNK = 1 << 20;

  private final ContainerdClient containerd;

  /** Reads and writes through this client. */
  public BlobStore(ContainerdClient containerd) {
    this.containerd = containerd;
  }

  /** A blob's digest and size. */
  public record Blob(Digest digest, long size) {}

  /** Whether the blob is there. */
  public boolean has(Digest digest) {
    try {
      containerd.content().info(InfoRequest.newBuilder().setDigest(digest.toString()).build());
      return true;
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return false;
      }
      throw e;
    }
  }

  /** All of a small blob. */
  public byte[] read(Digest digest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      copy(digest, out);
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory cannot fail", e);
    }
    return out.toByteArray();
  }

  /** Writes a blob's bytes to {@code out}. */
  public void copy(Digest digest, OutputStream out) throws IOException {
    Iterator<ReadContentResponse> chunks =
        containerd
            .content()
            .read(ReadContentRequest.newBuilder().setDigest(digest.toString()).build());
    while (chunks.hasNext()) {
      chunks.next().getData().writeTo(out);
    }
  }

  /** A blob's bytes from an offset on, read as they are asked for. */
  public InputStream open(Digest digest, long offset) {
    ReadContentRequest request =
        ReadContentRequest.newBuilder().setDigest(digest.toString()).setOffset(offset).build();
    return new BlobStream(() -> containerd.content().read(request));
  }

  /** How many bytes a blob has. */
  public long size(Digest digest) {
    return containerd
        .content()
        .info(InfoRequest.newBuilder().setDigest(digest.toString()).build())
        .getInfo()
        .getSize();
  }

  /** A blob's labels. */
  public Map<String, String> labels(Digest digest) {
    return containerd
        .content()
        .info(InfoRequest.newBuilder().setDigest(digest.toString()).build())
        .getInfo()
        .getLabelsMap();
  }

  /** Stores a small blob. */
  public Blob write(byte[] content) throws IOException {
    return write(new ByteArrayInputStream(content), content.length, Digest.sha256(content));
  }

  /** Stores a stream whose digest is not known before. */
  public Blob write(InputStream in, long size) throws IOException {
    return ingest(in, size, "");
  }

  /**
   * Stores a stream.
   *
   * @throws BrokenArchiveException if the bytes have another digest
   */
  public Blob write(InputStream in, long size, Digest expected) throws IOException {
    Blob blob = ingest(in, size, expected.toString());
    if (!blob.digest().equals(expected)) {
      throw new BrokenArchiveException(
          "blob " + expected + " has other content: its digest is " + blob.digest());
    }
    return blob;
  }

  private Blob ingest(InputStream in, long size, String expected) throws IOException {
    String ref = "stevedore-ingest-" + UUID.randomUUID();
    boolean done = false;
    try {
      Blob blob = stream(in, size, expected, ref);
      done = expected.isEmpty() || blob.digest().toString().equals(expected);
      return blob;
    } catch (StatusException e) {
      throw GrpcErrors.unchecked(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while storing a blob");
    } finally {
      if (!done) {
        abort(ref);
      }
    }
  }

  /**
   * One ingest, each request answered before the next.
   *
   * <pre>
   * STAT ref total          → offset 0
   * WRITE offset data …     → offset
   * COMMIT offset expected  → digest
   * </pre>
   */
  private Blob stream(InputStream in, long size, String expected, String ref)
      throws IOException, StatusException, InterruptedException {
    MessageDigest sha256 = Sha256.create();
    BlockingClientCall<WriteContentRequest, WriteContentResponse> call =
        containerd.contentStreams().write();
    boolean done = false;
    try {
      exchange(call, request(WriteAction.STAT, ref).setTotal(size).build());
      long offset = 0;
      byte[] buffer = new byte[Math.clamp(size, 1, CHUNK)];
      for (int n; (n = in.readNBytes(buffer, 0, buffer.length)) > 0; ) {
        sha256.update(buffer, 0, n);
        // The exchange ends after the answer, so the buffer may be filled anew then.
        ByteString data = UnsafeByteOperations.unsafeWrap(buffer, 0, n);
        exchange(call, request(WriteAction.WRITE, ref).setOffset(offset).setData(data).build());
        offset += n;
      }
      Digest digest = Digest.ofSha256(sha256);
      if (offset != size) {
        throw new BrokenArchiveException("a blob of " + size + " bytes ends after " + offset);
      }
      if (expected.isEmpty() || digest.toString().equals(expected)) {
        commit(call, request(WriteAction.COMMIT, ref), digest, size);
        done = true;
      }
      return new Blob(digest, size);
    } finally {
      if (!done) {
        call.cancel("given up", null);
      }
    }
  }

  /**
   * Commits, and waits for the call's end. Our direction is closed before containerd closes its
   * own: gRPC would reset a call that is closed on one side only.
   */
  private static void commit(
      BlockingClientCall<WriteContentRequest, WriteContentResponse> call,
      WriteContentRequest.Builder request,
      Digest digest,
      long size)
      throws StatusException, InterruptedException {
    try {
      call.write(request.setOffset(size).setTotal(size).setExpected(digest.toString()).build());
      call.halfClose();
      requireAnswer(call);
      while (call.read() != null) {
        // Nothing more is due but the end.
      }
    } catch (StatusException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private static WriteContentRequest.Builder request(WriteAction action, String ref) {
    return WriteContentRequest.newBuilder().setAction(action).setRef(ref);
  }

  private static void exchange(
      BlockingClientCall<WriteContentRequest, WriteContentResponse> call,
      WriteContentRequest request)
      throws StatusException, InterruptedException {
    call.write(request);
    requireAnswer(call);
  }

  private static void requireAnswer(
      BlockingClientCall<WriteContentRequest, WriteContentResponse> call)
      throws StatusException, InterruptedException {
    if (call.read() == null) {
      throw new StatusException(
          Status.INTERNAL.withDescription("containerd ended an ingest before it was done"));
    }
  }

  private void abort(String ref) {
    try {
      containerd.content().abort(AbortRequest.newBuilder().setRef(ref).build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        // containerd removes by itself what nobody goes on writing.
        LOG.warn("abort of ingest {}: {}", ref, GrpcErrors.text(e));
      }
    }
  }

  /** Sets labels beside the ones the blob has. */
  public void label(Digest digest, Map<String, String> labels) {
    FieldMask.Builder mask = FieldMask.newBuilder();
    labels.keySet().forEach(name -> mask.addPaths("labels." + name));
    containerd
        .content()
        .update(
            UpdateRequest.newBuilder()
                .setInfo(Info.newBuilder().setDigest(digest.toString()).putAllLabels(labels))
                .setUpdateMask(mask)
                .build());
  }

  /** Removes a blob, if it is there. */
  void delete(Digest digest) {
    try {
      containerd
          .content()
          .delete(DeleteContentRequest.newBuilder().setDigest(digest.toString()).build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        throw e;
      }
    }
  }
}
