package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cp}: local files and directories, both ways. */
abstract class CopyBehaviour extends TerminalBehaviour {
  private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);

  @TempDir private Path here;

  private void container() {
    cli("run", "-d", "--name", "cc", "-u", "guest", "busybox", "sleep", "1000").run().ok();
  }

  private List<String> inside(String script) {
    return cli("exec", "-u", "0", "cc", "sh", "-c", script).run().ok().lines();
  }

  /** A directory with a file of two names, an executable, a link and a directory. */
  private void tree() throws IOException {
    Path source = Files.createDirectory(here.resolve("src"));
    Files.writeString(source.resolve("a"), "hello\n");
    Files.createLink(source.resolve("a2"), source.resolve("a"));
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub"));
    Files.createDirectory(source.resolve("sub"));
    Path program = Files.writeString(source.resolve("sub").resolve("b"), "x".repeat(100_000));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setLastModifiedTime(program, FileTime.from(LONG_AGO));
    Files.setLastModifiedTime(source.resolve("sub"), FileTime.from(LONG_AGO));
    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwxr-x---"));
  }

  private void copy(String from, String to, String... flags) {
    assertThat(cli(words(from, to, flags)).in(here).run().ok().out()).isEmpty();
  }

  private void refused(String why, String from, String to, String... flags) {
    assertThat(cli(words(from, to, flags)).in(here).run().exits(1).err()).contains(why);
  }

  private static String[] words(String from, String to, String... flags) {
    String[] words = new String[flags.length + 3];
    words[0] = "cp";
    System.arraycopy(flags, 0, words, 1, flags.length);
    words[flags.length + 1] = from;
    words[flags.length + 2] = to;
    return words;
  }

  @Test
  void directoriesGoInAndOutAsTheyAre() throws IOException {
    container();
    tree();
    copy("src", "cc:/tmp");
    copy("src", "cc:/tmp/new");
    copy("src/.", "cc:/tmp/new2");
    String look = "stat -c '%n %F %a %u %Y %h'";
    List<String> first = inside("cd /tmp/src && " + look + " a a2 sub sub/b");
    assertThat(first.get(0)).matches("a regular file 644 0 \\d+ 2");
    assertThat(first.get(2)).isEqualTo("sub directory 755 0 1000000000 2");
    assertThat(first.get(3)).isEqualTo("sub/b regular file 750 0 1000000000 1");
    assertThat(inside("cd /tmp/new && " + look + " a a2 sub sub/b")).isEqualTo(first);
    assertThat(inside("cd /tmp/new2 && " + look + " a a2 sub sub/b")).isEqualTo(first);
    assertThat(inside("stat -c %a /tmp/src; readlink /tmp/new/link; wc -c < /tmp/new/sub/b"))
        .containsExactly("750", "sub", "100000");

    copy("cc:/tmp/src", "out");
    copy("cc:/tmp/src", "out");
    copy("cc:/tmp/src/.", "out2");
    for (String place : List.of("out", "out/src", "out2")) {
      Path copied = here.resolve(place);
      assertThat(copied.resolve("a")).hasContent("hello\n");
      assertThat(Files.getAttribute(copied.resolve("a2"), "unix:nlink")).isEqualTo(2);
      assertThat(Files.readSymbolicLink(copied.resolve("link"))).isEqualTo(Path.of("sub"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copied)))
          .isEqualTo("rwxr-x---");
      assertThat(Files.getLastModifiedTime(copied.resolve("sub")).toInstant()).isEqualTo(LONG_AGO);
      assertThat(Files.size(copied.resolve("sub/b"))).isEqualTo(100_000);
    }
  }

  @Test
  void filesTakeTheNameOfTheirTarget() throws IOException {
    container();
    Files.writeString(here.resolve("f"), "one");
    Files.writeString(here.resolve("with:colon"), "two");
    copy("f", "cc:/tmp");
    copy("f", "cc:/tmp/g");
    copy("./with:colon", "cc:tmp/g");
    assertThat(inside("cat /tmp/f /tmp/g")).containsExactly("onetwo");
    copy("cc:/tmp/f", "g");
    copy("cc:/tmp/g", ".");
    copy("cc:/tmp/f", here.resolve("f").toString());
    assertThat(here.resolve("g")).hasContent("two");
    Files.createSymbolicLink(here.resolve("dangling"), Path.of("made"));
    copy("cc:/tmp/f", "dangling");
    assertThat(here.resolve("made")).hasContent("one");
  }

  @Test
  void aLinkIsALinkUnlessItIsFollowed() throws IOException {
    container();
    tree();
    inside("mkdir /tmp/real && echo in > /tmp/real/x && ln -s real /tmp/link && ln -s /tmp /t");
    copy("src/link", "cc:/tmp/copied");
    copy("src/link", "cc:/tmp/followed", "-L");
    assertThat(inside("readlink /tmp/copied; ls /tmp/followed")).containsExactly("sub", "b");
    copy("src/a", "cc:/t/deep");
    assertThat(inside("cat /tmp/deep")).containsExactly("hello");
    copy("cc:/tmp/link", "l");
    assertThat(Files.readSymbolicLink(here.resolve("l"))).isEqualTo(Path.of("real"));
    Files.createDirectory(here.resolve("d"));
    copy("cc:/tmp/link", "d", "-L");
    assertThat(here.resolve("d/link/x")).hasContent("in\n");
  }

  @Test
  void filesBelongToRootOrAsAskedForToTheContainersUser() throws IOException {
    // Debian's dockerd looks for the name on the host.
    cli("run", "-d", "--name", "cc", "-u", "nobody", "busybox", "sleep", "1000").run().ok();
    Path file = Files.writeString(here.resolve("f"), "x");
    Files.setAttribute(file, "unix:uid", 4321);
    copy("f", "cc:/tmp/f");
    copy("f", "cc:/tmp/g", "-a");
    assertThat(inside("stat -c %u:%g /tmp/f /tmp/g")).containsExactly("4321:0", "65534:65534");
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    container();
    tree();
    inside("mkdir -p /tmp/d/a && touch /tmp/file");
    refused("no such directory", "src/a", "cc:/tmp/missing/");
    refused("cannot copy directory", "src", "cc:/tmp/file");
    refused("cannot overwrite directory \"/tmp/d/a\" with non-directory", "src/a", "cc:/tmp/d");
    refused("Could not find the file /missing in container cc", "src/a", "cc:/missing/x");
    refused("lstat " + here.resolve("missing") + ": no such file or directory", "missing", "cc:/");
    refused("Could not find the file /missing in container cc", "cc:/missing", ".");
    refused("copying between containers is not supported", "cc:/tmp", "cc:/var");
    refused("must specify at least one container source", "src", "out");
    refused("No such container: nobody", "nobody:/tmp", ".");
    refused("No such container: nobody", "src", "nobody:/tmp");
    refused("source can not be empty", "", "cc:/tmp");
    refused("destination can not be empty", "src", "");
    refused("invalid output path: directory \"" + here.resolve("no") + "\"", "cc:/tmp", "no/where");
    refused("cannot copy directory", "cc:/tmp", "src/a");
    refused("must be a directory or a regular file: got a device", "cc:/tmp/file", "/dev/null");
    Files.createDirectories(here.resolve("out/file"));
    refused("cannot overwrite directory", "cc:/tmp/file", "out");
    refused("destination \"cc:/tmp/file\" must be a directory", "-", "cc:/tmp/file");
  }
}
