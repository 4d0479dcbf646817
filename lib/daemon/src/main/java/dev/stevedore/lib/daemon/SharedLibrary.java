package dev.stevedore.lib.daemon;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** A library in C that the machine may have; once loaded it stays. */
public final class SharedLibrary {
  private final SymbolLookup symbols;

  private SharedLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /**
   * Loads the first of these that is installed.
   *
   * @param names as the dynamic linker looks for them (ld.so(8)), such as {@code libisal.so.2}
   */
  public static Optional<SharedLibrary> load(String... names) {
    for (String name : names) {
      try {
        return Optional.of(new SharedLibrary(SymbolLookup.libraryLookup(name, Arena.global())));
      } catch (IllegalArgumentException e) {
        // Not installed: the next one may be.
      }
    }
    return Optional.empty();
  }

  /** Whether it has a function: a library may have been built without some. */
  public boolean has(String function) {
    return symbols.find(function).isPresent();
  }

  /**
   * A function to call.
   *
   * @throws java.util.NoSuchElementException if the library does not have it
   */
  public MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address = symbols.findOrThrow(name);
    return Linker.nativeLinker().downcallHandle(address, descriptor, options);
  }

  /** What to throw when a call by a method handle has thrown: a function in C does not. */
  public static RuntimeException unexpected(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException it -> it;
      case Error it -> throw it;
      default -> new IllegalStateException("a function in C throws nothing", thrown);
    };
  }
}
