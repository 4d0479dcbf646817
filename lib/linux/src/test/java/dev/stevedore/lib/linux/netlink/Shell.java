package dev.stevedore.lib.linux.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the programs whose word counts: ip, nft, ping. */
public final class Shell {
  private Shell() {}

  /** Runs a program in a namespace; what it prints. */
  public static String in(Path namespace, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + namespace, "timeout", "10"));
    all.addAll(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(String.join(" ", command) + " exits with " + status + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return output;
  }
}
