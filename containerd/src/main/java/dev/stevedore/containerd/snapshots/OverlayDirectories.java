package dev.stevedore.containerd.snapshots;

import dev.stevedore.containerd.diff.ImpliedDirectories;
import dev.stevedore.lib.containerdapi.snapshots.Info;
import dev.stevedore.lib.containerdapi.snapshots.Kind;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.Inodes;
import dev.stevedore.lib.linux.UserNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The directories of snapshots, laid out as containerd does it.
 *
 * <pre>
 *   snapshots/NUMBER/fs      the files: overlayfs's upper directory, later a lower one
 *   snapshots/NUMBER/work    overlayfs's own; only while the snapshot is active
 * </pre>
 */
final class OverlayDirectories implements SnapshotDirectories {
  private final SnapshotRoot root;
  private final boolean indexOff;
  private final boolean userXattr;

  OverlayDirectories(Path root) throws IOException {
    this.root = new SnapshotRoot(root);
    this.indexOff = Files.exists(Path.of("/sys/module/overlay/parameters/index"));
    this.userXattr = UserNamespace.isOurs();
  }

  @Override
  public SnapshotRoot root() {
    return root;
  }

  @Override
  public Path files(long number) {
    return root.directory(number).resolve("fs");
  }

  private Path work(long number) {
    return root.directory(number).resolve("work");
  }

  @Override
  public Optional<Path> stage(Kind kind, Optional<Snapshot> parent) {
    return Optional.empty();
  }

  /** The root looks like its parent's. A view of another snapshot needs no directories. */
  @Override
  public void create(long number, Info info, Optional<Snapshot> parent, Optional<Path> staged)
      throws IOException {
    Kind kind = info.getKind();
    IdMapLabels maps = IdMapLabels.of(info.getLabelsMap());
    Path directory = root.directory(number);
    // There is one if a daemon was killed between making it and noting the snapshot.
    root.remove(directory);
    if (kind == Kind.VIEW && parent.isPresent()) {
      return;
    }
    Files.createDirectory(directory);
    Inodes.chmod(Fd.CWD, directory.toString(), 0700);
    Path files = Files.createDirectory(files(number));
    Inodes.chmod(Fd.CWD, files.toString(), 0755);
    if (kind == Kind.ACTIVE) {
      Path work = Files.createDirectory(work(number));
      Inodes.chmod(Fd.CWD, work.toString(), 0711);
      OptionalLong size = SizeLabel.of(info.getLabelsMap());
      if (size.isPresent()) {
        SizeLabel.apply(size.getAsLong(), files, work);
      }
    }
    if (parent.isPresent()) {
      likeParent(files, parent.get());
    }
    if (!maps.isEmpty()) {
      Inodes.chown(Fd.CWD, files.toString(), maps.rootUid(), maps.rootGid());
    }
  }

  private void likeParent(Path files, Snapshot parent) throws IOException {
    FileStatus status = FileStatus.of(Fd.CWD, files(parent.number()).toString());
    Inodes.chown(Fd.CWD, files.toString(), status.uid(), status.gid());
    Inodes.chmod(Fd.CWD, files.toString(), status.mode());
  }

  @Override
  public void rebase(long number, Snapshot parent, List<Snapshot> ancestors) throws IOException {
    Path files = files(number);
    likeParent(files, parent);
    List<Path> lower =
        Stream.concat(Stream.of(parent), ancestors.stream()).map(it -> files(it.number())).toList();
    ImpliedDirectories.of(files).adopt(lower);
  }

  @Override
  public List<String> capabilities() throws IOException {
    List<String> all = new ArrayList<>();
    // A parent can be given on commit. Clients do not know the attributes of a user namespace.
    if (!userXattr) {
      all.add("rebase");
    }
    // Then a client that wants other owners asks for it by labels, and copies nothing.
    if (!userXattr && IdMapLabels.isHonoured(System.getProperty("os.version", ""))) {
      all.add(IdMapLabels.CAPABILITY);
    }
    if (SizeLabel.isHonoured(root.snapshots())) {
      all.add(SizeLabel.CAPABILITY);
    }
    return all;
  }

  @Override
  public void release(Path directory) throws IOException {
    Path files = directory.resolve("fs");
    if (Files.isDirectory(files)) {
      SizeLabel.lift(files);
    }
  }

  @Override
  public List<Mount> mounts(Snapshot snapshot, List<Snapshot> ancestors) {
    boolean active = snapshot.kind() == Kind.ACTIVE;
    if (ancestors.isEmpty()) {
      return List.of(SnapshotDirectories.bind(files(snapshot.number()), active ? "rw" : "ro"));
    }
    List<String> maps = IdMapLabels.of(snapshot.info().getLabelsMap()).options();
    if (!active && ancestors.size() == 1) {
      Mount bind = SnapshotDirectories.bind(files(ancestors.getFirst().number()), "ro");
      return List.of(bind.toBuilder().addAllOptions(maps).build());
    }
    List<String> options = new ArrayList<>(maps);
    if (userXattr) {
      options.add("userxattr");
    }
    if (indexOff) {
      options.add("index=off");
    }
    if (active) {
      options.add("workdir=" + work(snapshot.number()));
      options.add("upperdir=" + files(snapshot.number()));
    }
    List<String> lower = ancestors.stream().map(it -> files(it.number()).toString()).toList();
    options.add("lowerdir=" + String.join(":", lower));
    return List.of(
        Mount.newBuilder().setType("overlay").setSource("overlay").addAllOptions(options).build());
  }
}
