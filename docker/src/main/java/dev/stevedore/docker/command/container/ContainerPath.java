package dev.stevedore.docker.command.container;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.ApiException;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.http.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Paths in containers: their calls, and what the daemon says of them. */
final class ContainerPath {
  private static final String HEADER = "X-Docker-Container-Path-Stat";
  private static final long GO_DIRECTORY = 1L << 31;
  private static final long GO_LINK = 1L << 27;
  private static final long GO_DEVICE = 1L << 26;
  private static final long GO_IRREGULAR = 1L << 19;

  private ContainerPath() {}

  /**
   * What is at a path, a link not followed.
   *
   * @param mode as Go's os.FileMode has it
   * @param linkTarget where a link leads
   */
  record Stat(long mode, String linkTarget) {
    boolean isDirectory() {
      return (mode & GO_DIRECTORY) != 0;
    }

    boolean isLink() {
      return (mode & GO_LINK) != 0;
    }

    boolean isDevice() {
      return (mode & GO_DEVICE) != 0;
    }

    boolean isIrregular() {
      return (mode & GO_IRREGULAR) != 0;
    }
  }

  static Query archive(String container, String path) {
    return Query.of(ApiPath.container(container, "/archive")).with("path", path);
  }

  /** Asks; empty if nothing is there, or the daemon cannot say. */
  static Optional<Stat> stat(Call call, String container, String path) {
    String target = archive(container, path).target();
    try (Exchange answer = call.engine().stream("HEAD", target, RequestBody.NONE)) {
      return Optional.of(of(answer));
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  /** What the header of an answer says. */
  static Stat of(Exchange answer) {
    Optional<String> header = answer.head().headers().first(HEADER);
    if (header.isEmpty()) {
      throw new CliException("the daemon's answer has no " + HEADER);
    }
    try {
      byte[] text = Base64.getDecoder().decode(header.get());
      JsonObject stat = Json.parse(new String(text, StandardCharsets.UTF_8)).asObject();
      return new Stat(JsonFields.number(stat, "mode"), JsonFields.string(stat, "linkTarget"));
    } catch (ParseException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new CliException("the daemon's " + HEADER + " is not readable", 1, e);
    }
  }
}
