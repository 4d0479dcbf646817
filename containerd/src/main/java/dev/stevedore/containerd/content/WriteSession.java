package dev.stevedore.containerd.content;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.content.WriteAction;
import dev.stevedore.lib.containerdapi.content.WriteContentRequest;
import dev.stevedore.lib.containerdapi.content.WriteContentResponse;
import dev.stevedore.lib.oci.image.Digest;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of writes to one ingest.
 *
 * <pre>
 *   client                                   this
 *     STAT   ref total expected      -&gt;
 *                                    &lt;-      offset, so that the client can go on there
 *     WRITE  offset data             -&gt;
 *                                    &lt;-      offset then, before it is written: the client can prepare
 *                                            what comes next meanwhile; a failure ends the stream
 *     COMMIT offset data? expected   -&gt;
 *                                    &lt;-      digest, and the end of the stream
 * </pre>
 */
final class WriteSession implements StreamObserver<WriteContentRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(WriteSession.class);

  private final Ingests ingests;
  private final ContentStore store;
  private final LeaseStore leases;
  private final String namespace;
  private final Optional<String> lease;
  private final StreamObserver<WriteContentResponse> client;
  private @Nullable IngestWriter writer;
  private long total;
  private Optional<Digest> expected = Optional.empty();
  private boolean over;

  /** The end of the connection is told on another thread than its messages. */
  private final ReentrantLock lock = new ReentrantLock();

  WriteSession(
      Ingests ingests,
      ContentStore store,
      LeaseStore leases,
      String namespace,
      Optional<String> lease,
      StreamObserver<WriteContentResponse> client) {
    this.ingests = ingests;
    this.store = store;
    this.leases = leases;
    this.namespace = namespace;
    this.lease = lease;
    this.client = client;
  }

  @Override
  public void onNext(WriteContentRequest request) {
    lock.lock();
    try {
      take(request);
    } finally {
      lock.unlock();
    }
  }

  private void take(WriteContentRequest request) {
    if (over) {
      return;
    }
    try {
      IngestWriter open = opened(request);
      if (request.getAction() == WriteAction.WRITE) {
        takeData(open, request);
        return;
      }
      client.onNext(handle(open, request));
      if (request.getAction() == WriteAction.COMMIT) {
        over = true;
        client.onCompleted();
      }
    } catch (Failure | IOException e) {
      over = true;
      closeWriter();
      Rpc.fail(client, e);
    } catch (RuntimeException e) {
      // The client has gone before its answer: its lock on the ingest must not stay.
      over = true;
      closeWriter();
      throw e;
    }
  }

  private IngestWriter opened(WriteContentRequest request) throws IOException {
    if (!request.getExpected().isEmpty()) {
      expected = Optional.of(ContentService.digest(request.getExpected()));
    }
    if (request.getTotal() > 0) {
      total = request.getTotal();
    }
    IngestWriter open = writer(request);
    if (expected.isPresent() && store.find(namespace, expected.get()).isPresent()) {
      open.discard();
      leases.hold(namespace, lease, LeaseStore.CONTENT, expected.get().toString());
      throw Failure.verbatim(
          FailureKind.ALREADY_EXISTS, "blob with expected digest " + expected.get() + " exists");
    }
    return open;
  }

  private WriteContentResponse.Builder answer(IngestWriter open, WriteContentRequest request) {
    return WriteContentResponse.newBuilder()
        .setAction(request.getAction())
        .setStartedAt(Times.of(open.started()))
        .setUpdatedAt(Times.of(open.updated()))
        .setTotal(total);
  }

  /** Answers, without a digest: the API leaves that open, and it is not known yet. */
  private void takeData(IngestWriter open, WriteContentRequest request) throws IOException {
    prepare(open, request);
    open.announce(request.getData().size());
    long offset = open.offset() + request.getData().size();
    client.onNext(answer(open, request).setOffset(offset).build());
    append(open, request);
  }

  private WriteContentResponse handle(IngestWriter open, WriteContentRequest request)
      throws IOException {
    if (request.getAction() != WriteAction.COMMIT) {
      return answer(open, request)
          .setOffset(open.offset())
          .setDigest(open.digest().toString())
          .build();
    }
    prepare(open, request);
    if (!request.getData().isEmpty()) {
      open.announce(request.getData().size());
      append(open, request);
    }
    check(open);
    WriteContentResponse.Builder answer = answer(open, request).setOffset(open.offset());
    // Held first: a garbage collection in between would take it for garbage.
    leases.hold(namespace, lease, LeaseStore.CONTENT, open.digest().toString());
    Digest digest = open.commit(total, expected, request.getLabelsMap());
    return answer.setDigest(digest.toString()).build();
  }

  /**
   * What is not as it was said is kept, as in containerd: the client may know better how much there
   * is.
   */
  private void check(IngestWriter open) {
    try {
      open.check(total, expected);
    } catch (Failure e) {
      lease.ifPresent(it -> ingests.spoil(namespace, open.ref(), it));
      throw e;
    }
  }

  private IngestWriter writer(WriteContentRequest request) throws IOException {
    IngestWriter open = writer;
    if (open != null) {
      return open;
    }
    if (request.getRef().isEmpty()) {
      throw Failure.verbatim(FailureKind.INVALID_ARGUMENT, "first message must have a reference");
    }
    try {
      open = ingests.open(namespace, request.getRef(), request.getTotal(), expected);
    } catch (Failure e) {
      if (e.kind() == FailureKind.ALREADY_EXISTS && expected.isPresent()) {
        leases.hold(namespace, lease, LeaseStore.CONTENT, expected.get().toString());
      }
      throw e;
    }
    writer = open;
    return open;
  }

  private static void prepare(IngestWriter open, WriteContentRequest request) throws IOException {
    if (request.getOffset() > 0 && request.getOffset() != open.offset()) {
      throw Failure.of(
          FailureKind.OUT_OF_RANGE,
          "write @" + request.getOffset() + " must occur at current offset " + open.offset());
    }
    if (request.getOffset() == 0 && open.offset() > 0) {
      open.restart();
    }
  }

  private static void append(IngestWriter open, WriteContentRequest request) throws IOException {
    for (ByteBuffer part : request.getData().asReadOnlyByteBufferList()) {
      open.append(part);
    }
  }

  @Override
  public void onError(Throwable problem) {
    lock.lock();
    try {
      over = true;
      closeWriter();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onCompleted() {
    lock.lock();
    try {
      closeWriter();
      if (!over) {
        over = true;
        client.onCompleted();
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeWriter() {
    IngestWriter open = writer;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("closing an ingest", e);
      }
    }
  }
}
