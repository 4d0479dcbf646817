package dev.stevedore.lib.daemon;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * SHA-256 by OpenSSL's libcrypto (SHA256_Init(3)). Its state has no pointers in it, so it lives in
 * a Java array: nothing has to be freed, and a clone is a copy.
 */
final class OpenSslSha256 extends MessageDigest implements Cloneable {
  /** SHA256_CTX has 112 bytes. */
  private static final int STATE_INTS = 64;

  private static final int LENGTH = 32;

  /** The JVM cannot stop for a collection during a call, so none takes longer than this many. */
  private static final long CHUNK = 256 * 1024;

  private static final Optional<Functions> LIBRARY = load();

  private final Functions functions;
  private int[] state = new int[STATE_INTS];

  OpenSslSha256() {
    this(LIBRARY.orElseThrow());
  }

  private OpenSslSha256(Functions functions) {
    super("SHA-256");
    this.functions = functions;
    engineReset();
  }

  private record Functions(MethodHandle init, MethodHandle update, MethodHandle finish) {}

  static boolean isAvailable() {
    return LIBRARY.isPresent();
  }

  private static Optional<Functions> load() {
    return SharedLibrary.load("libcrypto.so.3", "libcrypto.so.1.1")
        .filter(it -> it.has("SHA256_Init") && it.has("SHA256_Update") && it.has("SHA256_Final"))
        .map(OpenSslSha256::functions);
  }

  /** Critical: they read and write Java arrays where they are. */
  private static Functions functions(SharedLibrary library) {
    Linker.Option critical = Linker.Option.critical(true);
    return new Functions(
        library.function("SHA256_Init", FunctionDescriptor.of(JAVA_INT, ADDRESS), critical),
        library.function(
            "SHA256_Update",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
            critical),
        library.function(
            "SHA256_Final", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS), critical));
  }

  @Override
  protected int engineGetDigestLength() {
    return LENGTH;
  }

  @Override
  protected void engineReset() {
    try {
      check((int) functions.init.invokeExact(MemorySegment.ofArray(state)));
    } catch (Throwable e) {
      throw SharedLibrary.unexpected(e);
    }
  }

  @Override
  protected void engineUpdate(byte input) {
    update(MemorySegment.ofArray(new byte[] {input}));
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    update(MemorySegment.ofArray(input).asSlice(offset, length));
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    update(MemorySegment.ofBuffer(input));
    input.position(input.limit());
  }

  private void update(MemorySegment bytes) {
    MemorySegment context = MemorySegment.ofArray(state);
    long size = bytes.byteSize();
    for (long done = 0; done < size; done += CHUNK) {
      MemorySegment part = bytes.asSlice(done, Math.min(CHUNK, size - done));
      try {
        check((int) functions.update.invokeExact(context, part, part.byteSize()));
      } catch (Throwable e) {
        throw SharedLibrary.unexpected(e);
      }
    }
  }

  @Override
  protected byte[] engineDigest() {
    byte[] hash = new byte[LENGTH];
    try {
      check(
          (int)
              functions.finish.invokeExact(
                  MemorySegment.ofArray(hash), MemorySegment.ofArray(state)));
    } catch (Throwable e) {
      throw SharedLibrary.unexpected(e);
    }
    engineReset();
    return hash;
  }

  private static void check(int result) {
    if (result != 1) {
      throw new IllegalStateException("libcrypto's SHA-256 failed");
    }
  }

  @Override
  public Object clone() throws CloneNotSupportedException {
    OpenSslSha256 copy = (OpenSslSha256) super.clone();
    copy.state = state.clone();
    return copy;
  }
}
