package dev.stevedore.docker.command;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.http.RequestBody;
import java.io.IOException;

/** Writes an archive that the daemon makes to a file or to stdout. */
public final class Download {
  private static final int PIECE = 64 * 1024;

  private Download() {}

  /**
   * Gets the archive.
   *
   * @param path of the call
   * @param file to write; "" for stdout, which must not be a terminal then
   * @param verb what is done, for the message
   */
  public static void toFile(Call call, String path, String file, String verb) {
    Machine machine = call.session().machine();
    if (file.isEmpty() && machine.isTerminal(Machine.STDOUT)) {
      throw new CliException(
          "cowardly refusing to " + verb + " to a terminal. Use the -o flag or redirect");
    }
    try (Exchange answer = call.engine().stream("GET", path, RequestBody.NONE)) {
      Output out = file.isEmpty() ? machine.stdout() : machine.createFile(file);
      byte[] piece = new byte[PIECE];
      int count = answer.body().read(piece, 0, piece.length);
      while (count >= 0) {
        out.write(piece, 0, count);
        count = answer.body().read(piece, 0, piece.length);
      }
      out.flush();
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }
}
