package dev.stevedore.dockerd.network.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.network.address.Ipam;
import dev.stevedore.dockerd.network.model.Declaration;
import dev.stevedore.dockerd.network.model.Network;
import dev.stevedore.dockerd.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkStoreTest {
  /** As daemons have stored it from the beginning. */
  private static final String STORED =
      """
      {"Name":"front","Id":"ab12","Created":"2026-01-02T03:04:05Z","Driver":"bridge",\
      "EnableIPv4":true,"EnableIPv6":false,"IPAM":{"Driver":"default","Options":{},\
      "Config":[{"Subnet":"10.1.0.0/16","Gateway":"10.1.0.1"}]},"Internal":false,\
      "Attachable":true,"Options":{"a":"b"},"Labels":{"c":"d"},"ConfigOnly":false,\
      "Borrowed":true}""";

  @TempDir Path directory;

  @Test
  void networksAreReadAsTheyWereWritten() throws IOException {
    Path file = directory.resolve("networks.db");
    Network network =
        new Network(
            new Declaration(
                "front",
                "ab12",
                Instant.parse("2026-01-02T03:04:05Z"),
                "bridge",
                true,
                false,
                false,
                true,
                Map.of("a", "b"),
                Map.of("c", "d"),
                false,
                Optional.empty(),
                Optional.empty()),
            Ipam.of(
                Optional.of(Map.of()),
                List.of(
                    new Ipam.Pool(
                        Optional.of("10.1.0.0/16"),
                        Optional.empty(),
                        Optional.of("10.1.0.1"),
                        Optional.empty()))),
            true);
    try (NetworkStore store = new NetworkStore(file)) {
      store.put(network);
      assertThat(store.networks()).containsExactly(network);
    }
    try (Database database = Database.open(file, "network")) {
      database.update("UPDATE networks SET json = ?", STORED);
    }
    try (NetworkStore store = new NetworkStore(file)) {
      assertThat(store.networks()).containsExactly(network);
    }
  }
}
