package dev.stevedore.containerd.streaming;

import dev.stevedore.containerd.errors.Failure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are open. */
public final class Streams {
  private final Map<Key, ClientStream> open = new ConcurrentHashMap<>();

  /** A stream's name. */
  record Key(String namespace, String id) {}

  void register(Key key, ClientStream stream) {
    if (open.putIfAbsent(key, stream) != null) {
      throw Failure.alreadyExists("stream \"" + key.id() + "\"");
    }
  }

  void forget(Key key, ClientStream stream) {
    open.remove(key, stream);
  }

  /** The stream that a client has opened under this id. */
  public ClientStream get(String namespace, String id) {
    ClientStream stream = open.get(new Key(namespace, id));
    if (stream == null) {
      throw Failure.notFound("stream \"" + id + "\"");
    }
    return stream;
  }
}
