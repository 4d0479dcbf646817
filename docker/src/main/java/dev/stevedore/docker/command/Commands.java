package dev.stevedore.docker.command;

import static dev.stevedore.docker.cli.CommandTree.leaf;

import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandTree;
import dev.stevedore.docker.cli.CommandTree.Group;
import dev.stevedore.docker.command.container.AttachCommand;
import dev.stevedore.docker.command.container.CommitCommand;
import dev.stevedore.docker.command.container.CopyCommand;
import dev.stevedore.docker.command.container.CreateCommand;
import dev.stevedore.docker.command.container.DiffCommand;
import dev.stevedore.docker.command.container.ExecCommand;
import dev.stevedore.docker.command.container.ExportCommand;
import dev.stevedore.docker.command.container.KillCommand;
import dev.stevedore.docker.command.container.LogsCommand;
import dev.stevedore.docker.command.container.PauseCommand;
import dev.stevedore.docker.command.container.PortCommand;
import dev.stevedore.docker.command.container.PsCommand;
import dev.stevedore.docker.command.container.RenameCommand;
import dev.stevedore.docker.command.container.RmCommand;
import dev.stevedore.docker.command.container.RunCommand;
import dev.stevedore.docker.command.container.StartCommand;
import dev.stevedore.docker.command.container.StatsCommand;
import dev.stevedore.docker.command.container.StopCommand;
import dev.stevedore.docker.command.container.TopCommand;
import dev.stevedore.docker.command.container.UpdateCommand;
import dev.stevedore.docker.command.container.WaitCommand;
import dev.stevedore.docker.command.image.HistoryCommand;
import dev.stevedore.docker.command.image.ImagesCommand;
import dev.stevedore.docker.command.image.ImportCommand;
import dev.stevedore.docker.command.image.LoadCommand;
import dev.stevedore.docker.command.image.PullCommand;
import dev.stevedore.docker.command.image.PushCommand;
import dev.stevedore.docker.command.image.RmiCommand;
import dev.stevedore.docker.command.image.SaveCommand;
import dev.stevedore.docker.command.image.TagCommand;
import dev.stevedore.docker.command.network.NetworkConnectCommand;
import dev.stevedore.docker.command.network.NetworkCreateCommand;
import dev.stevedore.docker.command.network.NetworkDisconnectCommand;
import dev.stevedore.docker.command.network.NetworkListCommand;
import dev.stevedore.docker.command.network.NetworkRemoveCommand;
import dev.stevedore.docker.command.prune.BuilderPruneCommand;
import dev.stevedore.docker.command.prune.ContainerPruneCommand;
import dev.stevedore.docker.command.prune.ImagePruneCommand;
import dev.stevedore.docker.command.prune.NetworkPruneCommand;
import dev.stevedore.docker.command.prune.SystemPruneCommand;
import dev.stevedore.docker.command.prune.VolumePruneCommand;
import dev.stevedore.docker.command.registry.LoginCommand;
import dev.stevedore.docker.command.registry.LogoutCommand;
import dev.stevedore.docker.command.registry.SearchCommand;
import dev.stevedore.docker.command.system.CheckCommand;
import dev.stevedore.docker.command.system.DiskUsageCommand;
import dev.stevedore.docker.command.system.EventsCommand;
import dev.stevedore.docker.command.system.InfoCommand;
import dev.stevedore.docker.command.system.InspectCommand;
import dev.stevedore.docker.command.system.InspectKind;
import dev.stevedore.docker.command.system.VersionCommand;
import dev.stevedore.docker.command.volume.VolumeCreateCommand;
import dev.stevedore.docker.command.volume.VolumeListCommand;
import dev.stevedore.docker.command.volume.VolumeRemoveCommand;
import java.util.List;

/** All commands, under their names. A new command is a class and its lines here. */
public final class Commands {
  private Commands() {}

  public static CommandTree tree() {
    Command attach = new AttachCommand();
    Command commit = new CommitCommand();
    Command copy = new CopyCommand();
    Command create = new CreateCommand();
    Command diff = new DiffCommand();
    Command events = new EventsCommand();
    Command exec = new ExecCommand();
    Command export = new ExportCommand();
    Command history = new HistoryCommand();
    Command images = new ImagesCommand();
    Command importing = new ImportCommand();
    Command info = new InfoCommand();
    Command kill = new KillCommand();
    Command load = new LoadCommand();
    Command logs = new LogsCommand();
    Command pause = PauseCommand.pause();
    Command port = new PortCommand();
    Command ps = new PsCommand();
    Command pull = new PullCommand();
    Command push = new PushCommand();
    Command rename = new RenameCommand();
    Command restart = StopCommand.restart();
    Command rm = new RmCommand();
    Command rmi = new RmiCommand();
    Command run = new RunCommand();
    Command save = new SaveCommand();
    Command start = new StartCommand();
    Command stats = new StatsCommand();
    Command stop = StopCommand.stop();
    Command tag = new TagCommand();
    Command top = new TopCommand();
    Command unpause = PauseCommand.unpause();
    Command update = new UpdateCommand();
    Command wait = new WaitCommand();
    Group containers =
        new Group(
            "container",
            "Manage containers",
            List.of(
                leaf("attach", attach),
                leaf("commit", commit),
                leaf("cp", copy),
                leaf("create", create),
                leaf("diff", diff),
                leaf("exec", exec),
                leaf("export", export),
                leaf("inspect", InspectCommand.of(InspectKind.CONTAINER)),
                leaf("kill", kill),
                leaf("logs", logs),
                leaf("ls", ps, "list", "ps"),
                leaf("pause", pause),
                leaf("port", port),
                leaf("prune", new ContainerPruneCommand()),
                leaf("rename", rename),
                leaf("restart", restart),
                leaf("rm", rm, "remove"),
                leaf("run", run),
                leaf("start", start),
                leaf("stats", stats),
                leaf("stop", stop),
                leaf("top", top),
                leaf("unpause", unpause),
                leaf("update", update),
                leaf("wait", wait)));
    Group image =
        new Group(
            "image",
            "Manage images",
            List.of(
                leaf("history", history),
                leaf("import", importing),
                leaf("inspect", InspectCommand.of(InspectKind.IMAGE)),
                leaf("load", load),
                leaf("ls", images, "list"),
                leaf("prune", new ImagePruneCommand()),
                leaf("pull", pull),
                leaf("push", push),
                leaf("rm", rmi, "remove"),
                leaf("save", save),
                leaf("tag", tag)));
    Group network =
        new Group(
            "network",
            "Manage networks",
            List.of(
                leaf("connect", new NetworkConnectCommand()),
                leaf("create", new NetworkCreateCommand()),
                leaf("disconnect", new NetworkDisconnectCommand()),
                leaf("inspect", InspectCommand.of(InspectKind.NETWORK)),
                leaf("ls", new NetworkListCommand(), "list"),
                leaf("prune", new NetworkPruneCommand()),
                leaf("rm", new NetworkRemoveCommand(), "remove")));
    Group volume =
        new Group(
            "volume",
            "Manage volumes",
            List.of(
                leaf("create", new VolumeCreateCommand()),
                leaf("inspect", InspectCommand.of(InspectKind.VOLUME)),
                leaf("ls", new VolumeListCommand(), "list"),
                leaf("prune", new VolumePruneCommand()),
                leaf("rm", new VolumeRemoveCommand(), "remove")));
    Group system =
        new Group(
            "system",
            "Manage the engine",
            List.of(
                leaf("check", new CheckCommand()),
                leaf("df", new DiskUsageCommand()),
                leaf("events", events),
                leaf("info", info),
                leaf("prune", new SystemPruneCommand())));
    Group builder =
        new Group("builder", "Manage builds", List.of(leaf("prune", new BuilderPruneCommand())));
    return new CommandTree(
        List.of(builder, containers, image, network, system, volume),
        List.of(
            leaf("attach", attach),
            leaf("build", new NotYetCommand("Build an image from a Dockerfile")),
            leaf("commit", commit),
            leaf("cp", copy),
            leaf("create", create),
            leaf("diff", diff),
            leaf("events", events),
            leaf("exec", exec),
            leaf("export", export),
            leaf("history", history),
            leaf("images", images),
            leaf("import", importing),
            leaf("info", info),
            leaf("inspect", InspectCommand.any()),
            leaf("kill", kill),
            leaf("load", load),
            leaf("login", new LoginCommand()),
            leaf("logout", new LogoutCommand()),
            leaf("logs", logs),
            leaf("pause", pause),
            leaf("port", port),
            leaf("ps", ps),
            leaf("pull", pull),
            leaf("push", push),
            leaf("rename", rename),
            leaf("restart", restart),
            leaf("rm", rm),
            leaf("rmi", rmi),
            leaf("run", run),
            leaf("save", save),
            leaf("search", new SearchCommand()),
            leaf("start", start),
            leaf("stats", stats),
            leaf("stop", stop),
            leaf("tag", tag),
            leaf("top", top),
            leaf("unpause", unpause),
            leaf("update", update),
            leaf("version", new VersionCommand()),
            leaf("wait", wait)));
  }
}
