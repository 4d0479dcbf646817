package dev.stevedore.lib.ttrpc.events;

/** The names, on the wire, of the service that takes events from shims. */
public final class EventsService {
  public static final String NAME = "containerd.services.events.ttrpc.v1.Events";

  /** Takes a {@link ForwardRequest}, gives an {@code Empty}. */
  public static final String FORWARD = "Forward";

  private EventsService() {}
}
