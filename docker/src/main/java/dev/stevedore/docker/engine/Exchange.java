package dev.stevedore.docker.engine;

import dev.stevedore.docker.http.Body;
import dev.stevedore.docker.http.HttpConnection;
import dev.stevedore.docker.http.ResponseHead;
import java.io.Closeable;

/**
 * An answer whose body is still being read, on a connection of its own.
 *
 * @param body ends where the answer ends
 */
public record Exchange(HttpConnection connection, ResponseHead head, Body body)
    implements Closeable {
  @Override
  public void close() {
    connection.close();
  }
}
