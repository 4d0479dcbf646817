package dev.stevedore.containerd.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.content.Status;
import dev.stevedore.lib.oci.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.sha256(HELLO);

  @TempDir Path temp;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @SuppressWarnings("NullAway.Init")
  private ContentStore store;

  @SuppressWarnings("NullAway.Init")
  private Ingests ingests;

  @BeforeEach
  void open() throws IOException {
    database = Database.open(temp.resolve("meta.db"));
    store = new ContentStore(database, temp.resolve("content"));
    ingests = new Ingests(database, store);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Path blob() {
    return temp.resolve("content/blobs/sha256/" + DIGEST.hex());
  }

  private void write(String namespace) throws IOException {
    try (IngestWriter writer = ingests.open(namespace, "ref", 0, Optional.empty())) {
      writer.write(ByteBuffer.wrap(HELLO));
      writer.commit(HELLO.length, Optional.of(DIGEST), Map.of());
    }
  }

  @Test
  void anIngestGoesOnAfterARestart() throws IOException {
    try (IngestWriter writer = ingests.open("a", "ref", 5, Optional.of(DIGEST))) {
      writer.write(ByteBuffer.wrap(HELLO, 0, 2));
    }
    close();
    open();
    ingests.sweep();

    assertThat(ingests.status("a", "ref").getOffset()).isEqualTo(2);
    try (IngestWriter writer = ingests.open("a", "ref", 5, Optional.of(DIGEST))) {
      assertThat(writer.offset()).isEqualTo(2);
      writer.write(ByteBuffer.wrap(HELLO, 2, 3));
      assertThat(writer.commit(5, Optional.of(DIGEST), Map.of("k", "v"))).isEqualTo(DIGEST);
    }
    assertThat(blob()).hasContent("hello");
    assertThat(store.info("a", DIGEST).getLabelsMap()).containsEntry("k", "v");
    assertThat(ingests.list("a")).isEmpty();
  }

  @Test
  void whatIsNotWhatWasSaidLeavesNothing() throws IOException {
    try (IngestWriter writer = ingests.open("a", "ref", 0, Optional.empty())) {
      writer.write(ByteBuffer.wrap(HELLO, 0, 4));
      assertThatThrownBy(() -> writer.commit(0, Optional.of(DIGEST), Map.of()))
          .isInstanceOf(Failure.class)
          .hasMessageStartingWith("unexpected commit digest sha256:")
          .hasMessageEndingWith(", expected " + DIGEST + ": failed precondition");
    }
    assertThat(blob()).doesNotExist();
    assertThat(ingests.list("a")).isEmpty();
    assertThat(temp.resolve("content/ingest")).isEmptyDirectory();
  }

  @Test
  void whatIsAnnouncedCountsAtOnceAndWhenItIsClosed() throws IOException {
    Status told;
    try (IngestWriter writer = ingests.open("a", "ref", 5, Optional.empty())) {
      writer.announce(3);
      told = ingests.status("a", "ref");
      assertThat(told.getOffset()).isEqualTo(3);
      assertThat(told.getUpdatedAt()).isEqualTo(Times.of(writer.updated()));
      writer.append(ByteBuffer.wrap(HELLO, 0, 3));
    }
    assertThat(ingests.status("a", "ref")).isEqualTo(told);
    try (IngestWriter writer = ingests.open("a", "ref", 5, Optional.empty())) {
      assertThat(Times.of(writer.updated())).isEqualTo(told.getUpdatedAt());
      assertThat(Times.of(writer.started())).isEqualTo(told.getStartedAt());
    }
  }

  @Test
  void anIngestCanBeGivenUpWhileItIsWritten() throws IOException {
    try (IngestWriter writer = ingests.open("a", "ref", 0, Optional.empty())) {
      writer.write(ByteBuffer.wrap(HELLO, 0, 2));
      ingests.abort("a", "ref");

      assertThat(ingests.list("a")).isEmpty();
      try (IngestWriter next = ingests.open("a", "ref", 0, Optional.empty())) {
        assertThat(next.offset()).isZero();
        assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(HELLO, 2, 3)))
            .hasMessage("reference ref: not found");
        assertThatThrownBy(() -> writer.commit(0, Optional.empty(), Map.of()))
            .hasMessage("reference ref: not found");
        next.write(ByteBuffer.wrap(HELLO));
        next.commit(5, Optional.of(DIGEST), Map.of());
      }
    }
    assertThat(blob()).hasContent("hello");
    assertThat(temp.resolve("content/ingest")).isEmptyDirectory();
  }

  @Test
  void whatIsCompleteAndWrongBeginsAnewForWhoKnowsTheDigest() throws IOException {
    try (IngestWriter writer = ingests.open("a", "ref", 5, Optional.of(DIGEST))) {
      writer.write(ByteBuffer.wrap("jello".getBytes(StandardCharsets.UTF_8)));
      assertThatThrownBy(() -> writer.check(5, Optional.of(DIGEST)))
          .hasMessageStartingWith("unexpected commit digest");
      assertThatThrownBy(() -> writer.check(6, Optional.empty()))
          .hasMessageContaining("failed size validation: 5 != 6");
    }
    try (IngestWriter writer = ingests.open("a", "ref", 0, Optional.empty())) {
      assertThat(writer.offset()).isEqualTo(5);
    }
    try (IngestWriter writer = ingests.open("a", "ref", 5, Optional.of(DIGEST))) {
      assertThat(writer.offset()).isZero();
    }
  }

  @Test
  void whatCouldNotBeCommittedGoesWithItsLease() throws IOException {
    ingests.open("a", "ref", 0, Optional.empty()).close();
    ingests.open("a", "again", 0, Optional.empty()).close();
    ingests.spoil("a", "ref", "lease");
    ingests.spoil("a", "again", "lease");
    ingests.open("a", "again", 0, Optional.empty()).close();

    ingests.abortSpoilt((namespace, lease) -> lease.equals("lease"));
    assertThat(ingests.list("a")).hasSize(2);
    ingests.abortSpoilt((namespace, lease) -> false);
    assertThat(ingests.list("a")).extracting(Status::getRef).containsExactly("again");
  }

  @Test
  void aRefHasOneWriter() throws IOException {
    try (IngestWriter first = ingests.open("a", "ref", 0, Optional.empty())) {
      assertThat(first.offset()).isZero();
      assertThatThrownBy(() -> ingests.open("a", "ref", 0, Optional.empty()))
          .hasMessageMatching("ref a/ref locked for [0-9.]+ms \\(since 2.*Z\\): unavailable");
      ingests.open("b", "ref", 0, Optional.empty()).close();
    }
  }

  @Test
  void aWriterThatIsJustBeingClosedIsWaitedFor() throws IOException {
    IngestWriter first = ingests.open("a", "ref", 0, Optional.empty());
    Thread closing =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(50);
                    first.close();
                  } catch (InterruptedException | IOException e) {
                    throw new AssertionError(e);
                  }
                });
    ingests.open("a", "ref", 0, Optional.empty()).close();
    assertThat(closing.isInterrupted()).isFalse();
  }

  @Test
  void namespacesShareTheFileButNotTheRow() throws IOException {
    write("a");
    assertThat(store.find("b", DIGEST)).isEmpty();
    assertThatThrownBy(() -> ingests.open("b", "ref", 0, Optional.of(DIGEST)))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.ALREADY_EXISTS));
    assertThat(store.find("b", DIGEST)).isPresent();

    store.delete("a", DIGEST);
    assertThat(blob()).exists();
    store.delete("b", DIGEST);
    assertThat(blob()).doesNotExist();
  }

  @Test
  void filesThatNobodyKnowsAreSwept() throws IOException {
    write("a");
    Path stray = temp.resolve("content/blobs/sha256/" + "0".repeat(64));
    Files.writeString(stray, "of a daemon that was killed");
    Files.writeString(temp.resolve("content/ingest/77"), "likewise");

    assertThat(store.sweep()).isEqualTo(1);
    ingests.sweep();

    assertThat(stray).doesNotExist();
    assertThat(blob()).exists();
    assertThat(temp.resolve("content/ingest")).isEmptyDirectory();
  }
}
