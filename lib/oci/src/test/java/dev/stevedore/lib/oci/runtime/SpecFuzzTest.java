package dev.stevedore.lib.oci.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.oci.json.JsonFormatException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text is, it is read or refused, and nothing else happens. */
class SpecFuzzTest {
  private static final long SEED = 20261124;

  /** More with -Dstevedore.fuzz=N. */
  private static final int ROUNDS = Integer.getInteger("stevedore.fuzz", 5000);

  private static final String GOOD =
      """
      {"ociVersion": "1.2.0", "hostname": "h", "annotations": {"a": "b"},
       "process": {"cwd": "/", "args": ["a", "b"], "env": ["A=b"], "user": {"uid": 1, "gid": 2,
         "additionalGids": [3], "umask": 18}, "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 2, "soft": 1}],
         "capabilities": {"bounding": ["CAP_KILL"]}, "oomScoreAdj": -5, "terminal": false},
       "root": {"path": "rootfs", "readonly": true},
       "mounts": [{"destination": "/proc", "type": "proc", "options": ["ro", "nosuid"],
         "uidMappings": [{"containerID": 0, "hostID": 1, "size": 2}]}],
       "hooks": {"prestart": [{"path": "/bin/true", "args": ["x"], "timeout": 3}]},
       "linux": {"namespaces": [{"type": "pid"}, {"type": "network", "path": "/x"}],
         "devices": [{"path": "/dev/x", "type": "c", "major": 1, "minor": 2, "fileMode": 438}],
         "sysctl": {"net.x": "1"}, "maskedPaths": ["/proc/kcore"], "cgroupsPath": "/a",
         "resources": {"memory": {"limit": 1, "swap": -1}, "cpu": {"shares": 2, "cpus": "0-1"},
           "pids": {"limit": 3}, "unified": {"a": "b"}, "devices": [{"allow": false, "access": "rwm"}]},
         "seccomp": {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["a"],
           "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}]}}}
      """;

  private static final List<String> PIECES =
      List.of(
          "null",
          "-1",
          "0",
          "1e99",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[]]",
          "true",
          "18446744073709551616",
          "\"x\": 1, \"x\": 2",
          ",",
          "{",
          "}",
          "\"",
          "\\",
          "[".repeat(3000));

  @Test
  void anyTextIsReadOrRefused() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = mutate(random);
      Optional<Spec> spec = parse(text);
      if (spec.isPresent()) {
        read++;
        assertThat(Spec.parse(spec.get().toJson().toString())).isEqualTo(spec.get());
      }
    }
    assertThat(read).isPositive();
  }

  private static Optional<Spec> parse(String text) {
    try {
      return Optional.of(Spec.parse(text));
    } catch (JsonFormatException e) {
      assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("\n");
      return Optional.empty();
    }
  }

  private static String mutate(Random random) {
    StringBuilder text = new StringBuilder(GOOD);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, text.substring(from, to));
        case 2 -> text.insert(from, PIECES.get(random.nextInt(PIECES.size())));
        default -> text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }
}
