package dev.stevedore.tests.harness.leaks;

import dev.stevedore.tests.harness.process.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is on the machine at one moment, as far as a container engine can leave it behind. The
 * machine may be busy with other things: what certainly does not come from the tests does not
 * count.
 */
public final class Snapshot {
  /** What an engine cleans up after its answer may take this long. */
  private static final Duration SETTLE = Duration.ofSeconds(5);

  private final List<String> processes;
  private final Set<String> mounts;
  private final Set<String> cgroups;
  private final Optional<Set<String>> network;
  private final Optional<Set<String>> files;

  private Snapshot() {
    this.processes = Processes.descendants();
    this.mounts = Mounts.underScratch();
    this.cgroups = Cgroups.all();
    this.network = Network.all();
    this.files = SharedDirectories.entries();
  }

  /** Looks now. */
  public static Snapshot take() {
    return new Snapshot();
  }

  /**
   * Looks again, for up to 5 s, until nothing is there that was not there before.
   *
   * @throws AssertionError with a line for each thing that stays
   */
  public void requireNothingNew() {
    Instant limit = Instant.now().plus(SETTLE);
    List<String> fresh = newSince();
    while (!fresh.isEmpty() && Instant.now().isBefore(limit)) {
      Pause.millis(50);
      fresh = newSince();
    }
    if (!fresh.isEmpty()) {
      throw new AssertionError("left behind:\n  " + String.join("\n  ", fresh));
    }
  }

  private List<String> newSince() {
    Snapshot now = take();
    List<String> fresh = new ArrayList<>();
    List<String> running = new ArrayList<>(now.processes);
    processes.forEach(running::remove);
    running.forEach(p -> fresh.add("process " + p));
    minus(now.mounts, mounts).forEach(m -> fresh.add("mount " + m));
    minus(now.cgroups, cgroups).stream()
        .filter(Cgroups::mayBeOurs)
        .forEach(c -> fresh.add("cgroup " + c));
    minus(now.network, network).forEach(n -> fresh.add("network " + n));
    minus(now.files, files).forEach(f -> fresh.add("file " + f));
    return fresh;
  }

  /** None if either could not be told. */
  private static List<String> minus(Optional<Set<String>> now, Optional<Set<String>> before) {
    return now.isPresent() && before.isPresent() ? minus(now.get(), before.get()) : List.of();
  }

  private static List<String> minus(Set<String> now, Set<String> before) {
    return now.stream().filter(x -> !before.contains(x)).sorted().toList();
  }
}
