package dev.stevedore.tests.network;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.stack.DockerHost;
import java.util.ArrayList;
import java.util.List;

/** Programs of this machine, run in a container's network namespace. */
record Inside(DockerHost host, String container) {
  Command command(String... words) {
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", pid(), "-n"));
    all.addAll(List.of(words));
    return Command.of(all);
  }

  private String pid() {
    return host.docker("inspect", "-f", "{{.State.Pid}}", container).run().ok().text();
  }

  /** What the container's name server answers: the records' data. */
  List<String> dig(String... question) {
    return ask("+short", question).run().ok().lines();
  }

  /** The whole answer. */
  String answer(String... question) {
    return ask("+noall", question).run().ok().out();
  }

  private Command ask(String how, String... question) {
    List<String> words = new ArrayList<>(List.of("dig", "@127.0.0.11", "+tries=1", how));
    if (how.equals("+noall")) {
      words.addAll(List.of("+comments", "+answer"));
    }
    words.addAll(List.of(question));
    return command(words.toArray(String[]::new));
  }

  /** What glibc finds with the container's own settings. */
  List<String> getent(String name) {
    String line =
        "cat /proc/%s/root/etc/resolv.conf > /run/resolv.conf.test".formatted(pid())
            + " && mount --bind /run/resolv.conf.test /etc/resolv.conf"
            + " && getent ahostsv4 "
            + name;
    return command("unshare", "-m", "sh", "-c", "mount -t tmpfs none /run && " + line)
        .run()
        .ok()
        .lines();
  }
}
