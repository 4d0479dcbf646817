package dev.stevedore.lib.posix;

import java.util.List;

/** A {@code char *[]} that ends with NULL, as execve(2) takes it; one block, pointers first. */
final class StringArray implements AutoCloseable {
  private static final int POINTER = 8;

  private final NativeMemory memory;

  private StringArray(NativeMemory memory) {
    this.memory = memory;
  }

  static StringArray of(List<String> strings) {
    byte[][] bytes = new byte[strings.size()][];
    int size = (strings.size() + 1) * POINTER;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = CString.of(strings.get(i));
      size += bytes[i].length;
    }
    NativeMemory memory = NativeMemory.allocate(size);
    int at = (strings.size() + 1) * POINTER;
    for (int i = 0; i < bytes.length; i++) {
      memory.putLong(i * POINTER, memory.address() + at);
      memory.putBytes(at, bytes[i], 0, bytes[i].length);
      at += bytes[i].length;
    }
    return new StringArray(memory);
  }

  long address() {
    return memory.address();
  }

  @Override
  public void close() {
    memory.close();
  }
}
