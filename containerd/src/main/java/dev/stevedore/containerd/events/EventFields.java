package dev.stevedore.containerd.events;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.lib.containerdapi.events.ContainerEventsProto;
import dev.stevedore.lib.containerdapi.events.ContentEventsProto;
import dev.stevedore.lib.containerdapi.events.ImageEventsProto;
import dev.stevedore.lib.containerdapi.events.NamespaceEventsProto;
import dev.stevedore.lib.containerdapi.events.SandboxEventsProto;
import dev.stevedore.lib.containerdapi.events.SnapshotEventsProto;
import dev.stevedore.lib.containerdapi.events.TaskEventsProto;
import dev.stevedore.lib.containerdapi.types.Envelope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of an event that filters can ask for: namespace, topic, and event.… */
final class EventFields implements Fields {
  private static final List<FileDescriptor> KNOWN =
      List.of(
          ContainerEventsProto.getDescriptor(),
          ContentEventsProto.getDescriptor(),
          ImageEventsProto.getDescriptor(),
          NamespaceEventsProto.getDescriptor(),
          SandboxEventsProto.getDescriptor(),
          SnapshotEventsProto.getDescriptor(),
          TaskEventsProto.getDescriptor());

  private final Envelope envelope;

  EventFields(Envelope envelope) {
    this.envelope = envelope;
  }

  @Override
  public Optional<String> get(List<String> path) {
    return switch (path.getFirst()) {
      case "namespace" -> Fields.of(envelope.getNamespace());
      case "topic" -> Fields.of(envelope.getTopic());
      case "event" ->
          unpack(envelope.getEvent())
              .flatMap(event -> fieldOf(event, path.subList(1, path.size())));
      default -> Optional.empty();
    };
  }

  private static Optional<Message> unpack(Any any) {
    String name = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
    for (FileDescriptor file : KNOWN) {
      String prefix = file.getPackage() + ".";
      if (name.startsWith(prefix)) {
        var type = file.findMessageTypeByName(name.substring(prefix.length()));
        if (type != null) {
          try {
            return Optional.of(DynamicMessage.parseFrom(type, any.getValue()));
          } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> fieldOf(Message message, List<String> path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(path.getFirst());
    if (field == null) {
      return Optional.empty();
    }
    Object value = message.getField(field);
    if (field.isMapField()) {
      return Fields.inMap(strings((List<?>) value), path);
    }
    if (field.isRepeated()) {
      return Optional.empty();
    }
    return value instanceof Message inner
        ? fieldOf(inner, path.subList(1, path.size()))
        : Fields.of(value.toString());
  }

  private static Map<String, String> strings(List<?> entries) {
    return entries.stream()
        .map(Message.class::cast)
        .collect(
            java.util.stream.Collectors.toMap(
                entry -> part(entry, "key"), entry -> part(entry, "value")));
  }

  private static String part(Message entry, String name) {
    return entry.getField(entry.getDescriptorForType().findFieldByName(name)).toString();
  }
}
