package dev.stevedore.lib.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemCallsTest {
  @TempDir Path directory;

  @Test
  void errorsSayOperationObjectAndErrno() {
    assertThatThrownBy(() -> Directory.open("/no/such/thing"))
        .isInstanceOf(LinuxException.class)
        .hasMessage("open /no/such/thing: no such file or directory (ENOENT)");
  }

  @Test
  void resolvingInRootNeverLeavesIt() throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createSymbolicLink(root.resolve("out"), Path.of("/etc"));
    Files.createDirectory(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "inside");

    try (Fd base = Directory.open(root.toString());
        Fd file =
            Openat2.open(
                base, "../../out/passwd", OpenFlags.O_RDONLY, 0, Openat2.RESOLVE_IN_ROOT)) {
      assertThat(Files.readString(file.path())).isEqualTo("inside");
      assertThatThrownBy(
              () ->
                  Openat2.open(base, "out/passwd", OpenFlags.O_RDONLY, 0, Openat2.RESOLVE_BENEATH))
          .hasMessageContaining("EXDEV");
    }
  }

  @Test
  void namesAndInodesAreChangedThroughTheDirectory() throws IOException {
    Instant time = Instant.parse("2001-02-03T04:05:06.000000007Z");
    try (Fd base = Directory.open(directory.toString())) {
      Directory.make(base, "sub", 0700);
      Directory.symlink("sub", base, "link");
      Files.writeString(directory.resolve("file"), "12345");
      Directory.link(base, "file", base, "other");
      Inodes.chmod(base, "file", 04750);
      Inodes.setTimes(base, "file", time, time);

      FileStatus status = FileStatus.of(base, "other");
      assertThat(status.type()).isEqualTo(FileType.REGULAR);
      assertThat(status.mode()).isEqualTo(04750);
      assertThat(status.links()).isEqualTo(2);
      assertThat(status.size()).isEqualTo(5);
      assertThat(status.modified()).isEqualTo(time);
      assertThat(FileStatus.of(base, "link").type()).isEqualTo(FileType.SYMBOLIC_LINK);
      assertThat(Directory.readLink(base, "link")).isEqualTo("sub");

      Directory.rename(base, "file", base, "moved");
      Directory.removeDirectory(base, "sub");
      Directory.unlink(base, "link");
    }
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("moved", "other");
  }

  @Test
  void namesKeepBytesThatAreNotText() throws IOException {
    String name = FileNames.decode(new byte[] {'a', (byte) 0xff, (byte) 0xc3, (byte) 0xa4});
    assertThat(FileNames.encode(name)).containsExactly('a', 0xff, 0xc3, 0xa4);
    assertThat(FileNames.decode("grün".getBytes(UTF_8))).isEqualTo("grün");

    try (Fd base = Directory.open(directory.toString())) {
      Directory.symlink(name, base, name);
      assertThat(Directory.readLink(base, name)).isEqualTo(name);
      Directory.unlink(base, name);
    }
  }

  @Test
  void epollTellsWhichFifoHasSomethingToRead() throws IOException {
    Path path = directory.resolve("fifo");
    Fifos.make(path, 0600);
    try (Epoll epoll = Epoll.create();
        EventFd wake = EventFd.create();
        Fd reader = Fifos.openReader(path);
        IoBuffer buffer = new IoBuffer(4096)) {
      epoll.add(reader, Epoll.EPOLLIN, 7);
      epoll.add(wake.file(), Epoll.EPOLLIN, 8);
      assertThat(epoll.await(0)).isEmpty();

      wake.signal();
      assertThat(epoll.await(1000)).extracting(Epoll.Event::key).containsExactly(8L);
      wake.reset();

      byte[] bytes = new byte[16];
      try (Fd writer = Fifos.openWriter(path)) {
        assertThat(buffer.read(reader, bytes)).isEqualTo(IoBuffer.WOULD_BLOCK);
        assertThat(buffer.write(writer, "hello".getBytes(UTF_8), 1, 4)).isEqualTo(4);
        List<Epoll.Event> events = epoll.await(1000);
        assertThat(events).singleElement().matches(event -> event.key() == 7 && event.readable());
        assertThat(buffer.read(reader, bytes)).isEqualTo(4);
        assertThat(new String(bytes, 0, 4, UTF_8)).isEqualTo("ello");
      }
      assertThat(buffer.read(reader, bytes)).isEqualTo(IoBuffer.END);
    }
  }

  @Test
  void pidFdBecomesReadableWhenTheProcessEnds() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    try (Epoll epoll = Epoll.create();
        PidFd pid = PidFd.open(process.pid())) {
      epoll.add(pid.file(), Epoll.EPOLLIN, 1);
      assertThat(epoll.await(0)).isEmpty();
      pid.send(Signals.SIGKILL);
      assertThat(epoll.await(5000)).hasSize(1);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void lockIsHeldOnce() throws IOException {
    Path path = directory.resolve("lock");
    try (FileLock first = FileLock.tryLock(path).orElseThrow()) {
      assertThat(first).isNotNull();
      assertThat(FileLock.tryLock(path)).isEmpty();
    }
    FileLock.tryLock(path).orElseThrow().close();
  }

  @Test
  void mountInfoIsUnescaped() throws IOException {
    List<MountInfo> mounts =
        MountInfo.parse("36 35 98:0 / /with\\040space rw shared:1 - ext3 /dev/root rw,x\n");

    assertThat(mounts).singleElement().extracting(MountInfo::target).isEqualTo("/with space");
    assertThat(mounts.getFirst().propagation()).containsExactly("shared:1");
    assertThat(MountInfo.isMountPoint(Path.of("/proc"))).isTrue();
  }

  @Test
  void deviceNumbersGoThereAndBack() {
    long device = Devices.number(259, 70000);
    assertThat(Devices.major(device)).isEqualTo(259);
    assertThat(Devices.minor(device)).isEqualTo(70000);
  }
}
