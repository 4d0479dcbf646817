package dev.stevedore.runc.criu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CriuMessagesTest {
  private static CriuFlags flags(String... words) {
    List<Flag> all = new ArrayList<>(CriuFlags.COMMON);
    all.add(Flag.ofValue("page-server", "", ""));
    return new CriuFlags(Arguments.parse(all, List.of(words), 1));
  }

  @Test
  void aRequestHasItsKindAndItsOptions() {
    CriuOptions options =
        new CriuOptions(7, "l", "/r").pid(5).of(flags("--tcp-established")).mount("/a", "/b");
    byte[] bytes = new CriuRequest(CriuRequest.Kind.DUMP, Optional.of(options)).encode();
    // type = DUMP, opts of the length that is left
    assertThat(bytes).startsWith(8, 1, 18, bytes.length - 4);
    // tcp_established = true, ext_mnt { key, val }
    assertThat(bytes).containsSequence(5 << 3, 1);
    assertThat(bytes).containsSequence(10, 2, '/', 'a', 18, 2, '/', 'b');
    // notify_success
    assertThat(CriuRequest.goOn().encode()).containsExactly(8, 6, 24, 1);
  }

  @Test
  void answersAndNotifications() {
    ProtoWriter notify = new ProtoWriter();
    notify.string(1, "post-restore");
    notify.int32(2, 4321);
    ProtoWriter out = new ProtoWriter();
    out.int32(1, 6);
    out.bool(2, true);
    out.bytes(5, notify.toByteArray());
    assertThat(CriuResponse.parse(out.toByteArray()))
        .isEqualTo(new CriuResponse(6, true, "post-restore", 4321, 0, ""));

    ProtoWriter failure = new ProtoWriter();
    failure.int32(1, 1);
    failure.int32(7, 22);
    failure.string(9, "why");
    failure.string(99, "unknown fields are skipped");
    assertThat(CriuResponse.parse(failure.toByteArray()))
        .isEqualTo(new CriuResponse(1, false, "", 0, 22, "why"));
  }

  @Test
  void flagsThatMakeNoSenseAreNamed() {
    assertThat(flags("--page-server", "10.0.0.1:27").pageServer())
        .contains(new CriuFlags.PageServer("10.0.0.1", 27));
    assertThatThrownBy(() -> flags("--page-server=x").pageServer())
        .isInstanceOf(RuncException.class);
    assertThatThrownBy(() -> flags("--manage-cgroups-mode=hard").cgroupMode(3))
        .hasMessageContaining("hard");
    assertThatThrownBy(() -> flags("--empty-ns=pid").emptyNamespaces())
        .hasMessageContaining("\"pid\" is not supported");
    assertThat(flags("--empty-ns=network").emptyNamespaces()).isEqualTo(0x40000000);
  }
}
