package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Locale;

/**
 * Why a process could not be started: the text that Docker shows, the exit code that goes with it.
 *
 * @param exitCode 127: no such program; 126: it cannot be run; 128: anything else
 */
record StartErrors(int exitCode, String message) {
  private static final List<String> NOT_FOUND =
      List.of("executable file not found", "no such file or directory", "system cannot find");
  private static final List<String> NOT_RUNNABLE =
      List.of("permission denied", "is a directory", "exec format error", "not a directory");

  /** What a failed call of the task service means. */
  static StartErrors of(StatusRuntimeException e) {
    String text = GrpcErrors.text(e);
    if (e.getStatus().getCode() == Status.Code.UNKNOWN && !text.endsWith(": unknown")) {
      text += ": unknown"; // as Go's client of containerd shows it
    }
    text = inWordsOfClients(text);
    boolean fromShim = text.startsWith("failed to create shim task");
    return new StartErrors(
        exitCode(text), fromShim ? "failed to create task for container: " + text : text);
  }

  /** Clients choose the exit code by these words, as runc writes them; crun has others. */
  private static String inWordsOfClients(String text) {
    return switch (exitCode(text)) {
      case 127 ->
          NOT_FOUND.stream().anyMatch(text::contains) ? text : text + ": " + NOT_FOUND.getFirst();
      case 126 ->
          NOT_RUNNABLE.stream().anyMatch(text::contains)
              ? text
              : text + ": " + NOT_RUNNABLE.getFirst();
      default -> text;
    };
  }

  /** The exit code that a runtime's error text stands for. */
  static int exitCode(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("init process") || lower.contains("exec")) {
      if (NOT_FOUND.stream().anyMatch(lower::contains)) {
        return 127;
      }
      if (NOT_RUNNABLE.stream().anyMatch(lower::contains)) {
        return 126;
      }
    }
    return 128;
  }

  /** The answer to the client. */
  ApiException answer() {
    return exitCode == 128
        ? new ApiException.Internal(message)
        : new ApiException.BadParameter(message);
  }
}
