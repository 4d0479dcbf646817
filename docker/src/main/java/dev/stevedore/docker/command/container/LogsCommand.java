package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.Since;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.http.RequestBody;
import dev.stevedore.docker.stream.FrameDecoder;
import java.io.IOException;

/** Shows what a container has written. */
public final class LogsCommand implements Command {
  /** From this version the answer's type says whether it has frames. */
  private static final int TYPED_STREAMS = 42;

  private static final String RAW = "application/vnd.docker.raw-stream";
  private static final String FRAMES = "application/vnd.docker.multiplexed-stream";
  private static final int PIECE = 32 * 1024;

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER",
        "Show what a container has written",
        Arity.exactly(1),
        FlagTable.builder()
            .bool("details", "Show the labels and variables that the log keeps")
            .bool("follow", 'f', "Go on as it writes")
            .string("since", "Only what is newer: a time, or 42m for so long ago")
            .of(FlagType.STRING, "tail", 'n', "all", "Only the last so many lines")
            .bool("timestamps", 't', "Show when each line was written")
            .string("until", "Only what is older: a time, or 42m for so long ago")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    String name = call.argument(0);
    boolean typed = call.engine().version().atLeast(TYPED_STREAMS);
    boolean terminal = !typed && hasTerminal(call, name);
    String path =
        Query.of(ApiPath.container(name, "/logs"))
            .withFlag("details", flags.bool("details"))
            .withFlag("follow", flags.bool("follow"))
            .withIfSet("since", time(call, "since"))
            .withFlag("stderr", true)
            .withFlag("stdout", true)
            .with("tail", flags.string("tail"))
            .withFlag("timestamps", flags.bool("timestamps"))
            .withIfSet("until", time(call, "until"))
            .target();
    try (Exchange logs = call.engine().stream("GET", path, RequestBody.NONE)) {
      if (typed) {
        String type = logs.head().headers().first("Content-Type").orElse("");
        terminal = !type.startsWith(FRAMES) && (type.startsWith(RAW) || hasTerminal(call, name));
      }
      copy(logs, call.out(), call.err(), terminal);
    }
    return 0;
  }

  private static String time(Call call, String flag) {
    String text = call.flags().string(flag);
    if (text.isEmpty()) {
      return "";
    }
    try {
      return Since.parse(call.session().machine(), text);
    } catch (CliException e) {
      throw new CliException("invalid value for \"" + flag + "\": " + e.text(), 1, e);
    }
  }

  private static boolean hasTerminal(Call call, String name) {
    JsonObject container =
        JsonFields.asObject(call.engine().get(ApiPath.container(name, "/json")).json());
    return JsonFields.bool(JsonFields.object(container, "Config"), "Tty");
  }

  private static void copy(Exchange logs, Output out, Output err, boolean terminal) {
    FrameDecoder frames =
        new FrameDecoder(
            (bytes, from, count) -> write(out, bytes, from, count),
            (bytes, from, count) -> write(err, bytes, from, count));
    byte[] piece = new byte[PIECE];
    try {
      int count = logs.body().read(piece, 0, piece.length);
      while (count >= 0) {
        if (terminal) {
          write(out, piece, 0, count);
        } else {
          frames.take(piece, 0, count);
        }
        // What follows may come much later, or never.
        out.flush();
        err.flush();
        count = logs.body().read(piece, 0, piece.length);
      }
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }

  private static void write(Output to, byte[] bytes, int from, int count) {
    to.write(bytes, from, count);
  }
}
