package dev.stevedore.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs outside that our runc sends descriptors to, by a unix socket. */
@WholeStack(needs = {"python3"})
class ListenersTest {
  /**
   * Waits for a descriptor, prints what came with it, and answers one system call with EDQUOT: the
   * ioctls of seccomp_unotify(2), whose answer is struct seccomp_notif_resp.
   */
  private static final String SECCOMP =
      """
      import fcntl, socket, struct, sys
      s = socket.socket(socket.AF_UNIX)
      s.bind(sys.argv[1]); s.listen(); open(sys.argv[1] + '.ready', 'w').close()
      c, _ = s.accept()
      message, fds, _, _ = socket.recv_fds(c, 4096, 1)
      print(message.decode(), flush=True)
      for _ in range(int(sys.argv[2])):
          call = bytearray(80)
          fcntl.ioctl(fds[0], 0xc0502100, call)
          answer = struct.pack('=QqiI', struct.unpack_from('=Q', call)[0], 0, -122, 0)
          fcntl.ioctl(fds[0], 0xc0182101, bytearray(answer))
      """;

  /** Prints the pid behind a pidfd. */
  private static final String PIDFD =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.bind(sys.argv[1]); s.listen(); open(sys.argv[1] + '.ready', 'w').close()
      c, _ = s.accept()
      message, fds, _, _ = socket.recv_fds(c, 4096, 1)
      print(message.decode(), open('/proc/self/fdinfo/%d' % fds[0]).read().split('Pid:')[1].split()[0])
      """;

  private static Result with(
      Scratch scratch, String listener, String argument, List<String> command) {
    Path script = scratch.write(scratch.resolve("listener.py"), listener);
    Path socket = scratch.resolve("socket");
    return Command.shell(
            "python3 "
                + script
                + " "
                + socket
                + " "
                + argument
                + " & until [ -e "
                + socket
                + ".ready ]; do sleep 0.02; done; "
                + String.join(" ", command)
                + "; wait")
        .run();
  }

  @Test
  void aListenerDecidesOnSystemCalls(Scratch scratch) throws IOException {
    Runtime runtime = new Runtime(Programs.runc(), scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "sh", "-c", "mkdir /made || echo no");
    bundle.set(
        "/linux/seccomp",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\": [\"SCMP_ARCH_X86_64\"],"
            + " \"listenerPath\": \""
            + scratch.resolve("socket")
            + "\", \"listenerMetadata\": \"for the test\","
            + " \"syscalls\": [{\"names\": [\"mkdir\"], \"action\": \"SCMP_ACT_NOTIFY\"}]}");
    Result result = with(scratch, SECCOMP, "1", runtime.runCommand(bundle).argv());
    assertThat(result.err()).containsIgnoringCase("quota exceeded");
    assertThat(result.lines()).hasSize(2).contains("no");
    JsonNode told = new ObjectMapper().readTree(result.lines().getFirst());
    assertThat(told.at("/fds/0").asText()).isEqualTo("seccompFd");
    assertThat(told.at("/metadata").asText()).isEqualTo("for the test");
    assertThat(told.at("/pid").asInt()).isPositive();
    assertThat(told.at("/state/id").asText()).isEqualTo(runtime.id());
    assertThat(told.at("/state/status").asText()).isEqualTo("creating");
  }

  @Test
  void aCallThatWaitsForItsOwnListenerIsRefused(Scratch scratch) {
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    bundle.set(
        "/linux/seccomp",
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"listenerPath\": \"/nowhere\","
            + " \"syscalls\": [{\"names\": [\"write\"], \"action\": \"SCMP_ACT_NOTIFY\"}]}");
    assertThat(new Runtime(Programs.runc(), scratch).run(bundle).exits(1).err())
        .contains("SCMP_ACT_NOTIFY cannot be used for the write syscall");
  }

  @Test
  void aPidfdOfInitIsHandedOut(Scratch scratch) throws IOException {
    Runtime runtime = new Runtime(Programs.runc(), scratch);
    Bundle bundle = Bundle.in(scratch.directory("bundle"), "true");
    Path pidFile = scratch.resolve("pid");
    List<String> run =
        runtime
            .command(
                "run",
                "--pidfd-socket",
                scratch.resolve("socket").toString(),
                "--pid-file",
                pidFile.toString(),
                "--bundle",
                bundle.path().toString(),
                runtime.id())
            .argv();
    assertThat(with(scratch, PIDFD, "", run).ok().text())
        .isEqualTo("standard " + Files.readString(pidFile));
  }
}
