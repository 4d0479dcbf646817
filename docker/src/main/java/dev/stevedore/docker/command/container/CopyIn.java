package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Program;
import dev.stevedore.docker.copy.CopyEnd;
import dev.stevedore.docker.copy.CopyPlan;
import dev.stevedore.docker.copy.LocalArchive;
import dev.stevedore.docker.copy.LocalFiles;
import dev.stevedore.docker.copy.LocalPath;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.http.RequestBody;
import java.io.InputStream;
import java.util.Optional;

/** From this machine into a container. */
final class CopyIn {
  private final Call call;
  private final CopyCommand.Place target;

  CopyIn(Call call, CopyCommand.Place target) {
    this.call = call;
    this.target = target;
  }

  /**
   * Copies.
   *
   * @param path absolute, or a dash for an archive on stdin
   */
  void from(String path) {
    CopyEnd end = end();
    if (path.equals("-")) {
      if (!end.directory()) {
        throw new CliException("destination \"" + shown(target.path()) + "\" must be a directory");
      }
      send(end.path(), call.session().machine().stdin());
      return;
    }
    LocalFiles files = call.session().machine().files();
    CopyEnd source = CopyEnd.source(files, path, call.flags().bool("follow-link"));
    CopyPlan plan = CopyPlan.of(source, end);
    CopyProgress progress = CopyProgress.of(call, "Copying to container - ");
    LocalArchive archive =
        new LocalArchive(
            files, source, plan, line -> call.err().println(Program.NAME + ": " + line));
    send(plan.directory(), progress.counting(archive));
    progress.done(shown(end.path()));
  }

  private String shown(String path) {
    return target.container() + ":" + path;
  }

  /** What is at the target; a link is followed. What cannot be told is taken as not there. */
  private CopyEnd end() {
    String path = target.path();
    Optional<ContainerPath.Stat> stat = ContainerPath.stat(call, target.container(), path);
    if (stat.isPresent() && stat.get().isLink()) {
      String link = stat.get().linkTarget();
      String parent = LocalPath.split(path).directory();
      path = link.startsWith("/") ? link : LocalPath.join(parent, link);
      stat = ContainerPath.stat(call, target.container(), path);
    }
    if (stat.isPresent() && (stat.get().isDevice() || stat.get().isIrregular())) {
      throw new CliException(
          "destination \""
              + shown(target.path())
              + "\" must be a directory or a regular file: "
              + (stat.get().isDevice() ? "got a device" : "got an irregular file"));
    }
    boolean directory = stat.isPresent() && stat.get().isDirectory();
    return new CopyEnd(path, stat.isPresent(), directory, "");
  }

  private void send(String directory, InputStream archive) {
    Query query =
        ContainerPath.archive(target.container(), directory).with("noOverwriteDirNonDir", "true");
    if (call.flags().bool("archive")) {
      query.with("copyUIDGID", "true");
    }
    call.engine().call("PUT", query.target(), new RequestBody.Stream("application/x-tar", archive));
  }
}
