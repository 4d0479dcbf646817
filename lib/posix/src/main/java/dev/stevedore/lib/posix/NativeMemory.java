package dev.stevedore.lib.posix;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;

/**
 * A block from malloc(3), zeroed: for structures with pointers in them, and for what outlives a
 * call.
 */
public final class NativeMemory implements AutoCloseable {
  private final Address start;
  private final int size;

  private NativeMemory(Address start, int size) {
    this.start = start;
    this.size = size;
  }

  /** A zeroed block of so many bytes. */
  public static NativeMemory allocate(int size) {
    Address start = calloc(1, size);
    if (start.toLong() == 0) {
      throw new PosixException("calloc", size + " bytes", Errno.ENOMEM);
    }
    return new NativeMemory(start, size);
  }

  /** A copy of the string, UTF-8 with a zero at the end. */
  public static NativeMemory ofString(String text) {
    byte[] bytes = CString.of(text);
    NativeMemory memory = allocate(bytes.length);
    memory.putBytes(0, bytes, 0, bytes.length);
    return memory;
  }

  /** Where the block is. */
  public long address() {
    return start.toLong();
  }

  public int size() {
    return size;
  }

  public byte getByte(int offset) {
    return at(offset, 1).getByte();
  }

  public void putByte(int offset, int value) {
    at(offset, 1).putByte((byte) value);
  }

  public int getUnsignedShort(int offset) {
    return at(offset, 2).getShort() & 0xffff;
  }

  public void putShort(int offset, int value) {
    at(offset, 2).putShort((short) value);
  }

  public int getInt(int offset) {
    return at(offset, 4).getInt();
  }

  public void putInt(int offset, int value) {
    at(offset, 4).putInt(value);
  }

  public long getLong(int offset) {
    return at(offset, 8).getLong();
  }

  public void putLong(int offset, long value) {
    at(offset, 8).putLong(value);
  }

  /** Copies in. */
  public void putBytes(int offset, byte[] source, int from, int length) {
    Address target = at(offset, length);
    for (int i = 0; i < length; i++) {
      target.add(i).putByte(source[from + i]);
    }
  }

  /** Copies out. */
  public void getBytes(int offset, byte[] target, int from, int length) {
    Address source = at(offset, length);
    for (int i = 0; i < length; i++) {
      target[from + i] = source.add(i).getByte();
    }
  }

  @Override
  public void close() {
    free(start);
  }

  private Address at(int offset, int length) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IndexOutOfBoundsException(offset + "+" + length + " of " + size);
    }
    return start.add(offset);
  }

  @Include("stdlib.h")
  @Import(name = "calloc")
  private static native Address calloc(long count, long size);

  @Include("stdlib.h")
  @Import(name = "free")
  private static native void free(Address address);
}
