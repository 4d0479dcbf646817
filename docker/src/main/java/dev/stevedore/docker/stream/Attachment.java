package dev.stevedore.docker.stream;

import dev.stevedore.docker.http.HttpConnection;
import java.util.Optional;

/**
 * What is joined.
 *
 * @param connection to the container's streams, already a raw stream
 * @param stdin whether this process's input goes to the container
 * @param output whether anything of the container's output comes
 * @param terminal whether the container has a terminal: then its output has no frames, and this
 *     process's terminal is put into raw mode
 * @param followsSize whether the container's terminal is to have the size of this one
 * @param detachKeys what the user types to detach; none are looked for without a terminal
 * @param waiting where the daemon reports the container's exit, if that is to be waited for too
 */
public record Attachment(
    HttpConnection connection,
    boolean stdin,
    boolean output,
    boolean terminal,
    boolean followsSize,
    DetachKeys detachKeys,
    Optional<ExitWait> waiting,
    Events events) {

  /** What happens on this side while streams are joined. */
  public interface Events {
    /**
     * Gives the container's terminal the size of this one.
     *
     * @return whether that went well
     */
    boolean resize();

    /** Passes on a signal. */
    void signal(int number);
  }
}
