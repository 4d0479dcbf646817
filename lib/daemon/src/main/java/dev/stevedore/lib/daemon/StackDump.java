package dev.stevedore.lib.daemon;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Writes what every thread is doing, virtual threads included. */
public final class StackDump {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

  private StackDump() {}

  /**
   * Writes a new file {@code stacks-TIME.log}.
   *
   * @param directory where; made if it is not there
   * @return the file
   */
  public static Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file =
        directory.resolve("stacks-" + STAMP.format(ZonedDateTime.now(ZoneOffset.UTC)) + ".log");
    Files.deleteIfExists(file);
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
    return file;
  }
}
