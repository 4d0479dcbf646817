package dev.stevedore.runc.command;

import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.launch.PoststartHooks;
import dev.stevedore.runc.launch.ReadinessSocket;
import dev.stevedore.runc.state.Container;
import java.util.List;
import java.util.Optional;

/** Lets the program of a created container begin. */
public final class StartCommand implements Command {
  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "execute the user's process in a created container";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 1, 1);
    Container container = context.container(arguments);
    switch (container.status()) {
      case CREATED -> {
        container.requireOwn();
        Optional<ReadinessSocket> readiness = ReadinessSocket.open(container.directory());
        container.directory().execFifo().release();
        PoststartHooks.run(container, context.log());
        readiness.ifPresent(socket -> await(socket, container));
      }
      case STOPPED -> throw new RuncException("cannot start a container that has stopped");
      case RUNNING -> throw new RuncException("cannot start an already running container");
      case PAUSED, CREATING ->
          throw new RuncException(
              "cannot start a container in the " + container.status().specName() + " state");
    }
    return 0;
  }

  private static void await(ReadinessSocket socket, Container container) {
    try (socket) {
      socket.await(container.data().pid());
    }
  }
}
