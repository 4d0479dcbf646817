package dev.stevedore.dockerd.stats;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A protobuf message, read by its fields' numbers. What cannot be read is as if it were unset. */
record Fields(UnknownFieldSet set) {
  static Fields parse(ByteString bytes) {
    try {
      return new Fields(UnknownFieldSet.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      return new Fields(UnknownFieldSet.getDefaultInstance());
    }
  }

  /** A number; 0 if it is not set. */
  long number(int field) {
    List<Long> values = set.getField(field).getVarintList();
    return values.isEmpty() ? 0 : values.getLast();
  }

  String text(int field) {
    List<ByteString> values = set.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? "" : values.getLast().toStringUtf8();
  }

  /** A message; an empty one if it is not set. */
  Fields message(int field) {
    List<Fields> all = messages(field);
    return all.isEmpty() ? new Fields(UnknownFieldSet.getDefaultInstance()) : all.getLast();
  }

  List<Fields> messages(int field) {
    return set.getField(field).getLengthDelimitedList().stream().map(Fields::parse).toList();
  }

  /** Repeated numbers, packed. */
  List<Long> numbers(int field) {
    List<Long> numbers = new ArrayList<>();
    for (ByteString packed : set.getField(field).getLengthDelimitedList()) {
      CodedInputStream in = packed.newCodedInput();
      try {
        while (!in.isAtEnd()) {
          numbers.add(in.readUInt64());
        }
      } catch (IOException e) {
        return List.of();
      }
    }
    return numbers;
  }
}
