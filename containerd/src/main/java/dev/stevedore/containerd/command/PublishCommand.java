package dev.stevedore.containerd.command;

import com.google.protobuf.Any;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.lib.containerdapi.events.ForwardRequest;
import dev.stevedore.lib.containerdapi.types.Envelope;
import dev.stevedore.lib.ttrpc.events.EventsService;
import dev.stevedore.lib.ttrpc.jvm.TtrpcClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code publish}: sends an event, an Any read from stdin, to a running daemon. Shims that cannot
 * speak to it call the program so.
 */
@Command(name = "publish", description = "Binary to publish events to containerd")
final class PublishCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @ParentCommand @Nullable ContainerdCommand daemon;

  @Option(
      names = {"--namespace", "-namespace"},
      required = true,
      description = "namespace to publish to")
  String namespace = "";

  @Option(
      names = {"--topic", "-topic"},
      required = true,
      description = "topic of the event")
  String topic = "";

  @Override
  public Integer call() throws IOException {
    Any event = Any.parseFrom(System.in.readAllBytes());
    ForwardRequest request =
        ForwardRequest.newBuilder()
            .setEnvelope(
                Envelope.newBuilder()
                    .setTimestamp(Times.now())
                    .setNamespace(namespace)
                    .setTopic(topic)
                    .setEvent(event))
            .build();
    ContainerdCommand command = daemon == null ? new ContainerdCommand() : daemon;
    Path address = Path.of(command.publishAddress() + ".ttrpc");
    try (TtrpcClient client = TtrpcClient.connect(address)) {
      client.call(EventsService.NAME, EventsService.FORWARD, request.toByteArray(), LIMIT);
    }
    return 0;
  }
}
