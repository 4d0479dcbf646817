package dev.stevedore.lib.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * posix_spawn(3): starts programs in ways that Java's ProcessBuilder cannot, and in less than half
 * of its time, since nothing else is executed first. No signal for our session or process group
 * reaches the program, and it outlives us. It gets no other descriptor than its stdio: sockets of
 * the JDK are not close-on-exec, and a listening one would keep our port taken after our end.
 */
public final class Spawn {
  private static final int ATTRIBUTES_SIZE = 336;
  private static final int ACTIONS_SIZE = 80;
  private static final int SIGSET_SIZE = 128;

  private static final short POSIX_SPAWN_SETPGROUP = 0x02;
  private static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  private static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  private static final short POSIX_SPAWN_SETSID = 0x80;

  private static final AddressLayout PTR = ValueLayout.ADDRESS;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private Spawn() {}

  /**
   * A program to start.
   *
   * @param path of the program
   * @param arguments what follows the program's name
   * @param environment all of its environment
   */
  public record Program(Path path, List<String> arguments, Map<String, String> environment) {}

  /** What a child's stdin, stdout and stderr are. */
  public record Stdio(Fd in, Fd out, Fd err) {}

  /** Adds what a child shall do before it executes the program. */
  @FunctionalInterface
  private interface Preparation {
    void addTo(MemorySegment actions, Arena arena) throws Throwable;
  }

  /**
   * Starts a program with our stdout and stderr and nothing to read. The caller waits for it
   * ({@link Child#await}), or it stays a zombie.
   *
   * @return its process id
   */
  public static long inNewSession(Program program) throws LinuxException {
    return start(
        program,
        POSIX_SPAWN_SETSID,
        (actions, arena) ->
            check(
                "open",
                "/dev/null",
                (int)
                    Libc.ACTIONS_ADDOPEN.invokeExact(
                        actions, 0, arena.allocateFrom("/dev/null"), 0, 0)));
  }

  /**
   * Starts a program in a directory, in a process group of its own. The caller waits for it.
   *
   * @return its process id
   */
  public static long inDirectory(Program program, Path directory, Stdio stdio)
      throws LinuxException {
    return start(
        program,
        POSIX_SPAWN_SETPGROUP,
        (actions, arena) -> {
          MemorySegment path = arena.allocateFrom(directory.toString());
          check("chdir", path.getString(0), (int) Libc.ACTIONS_ADDCHDIR.invokeExact(actions, path));
          Fd[] files = {stdio.in, stdio.out, stdio.err};
          for (int i = 0; i < files.length; i++) {
            int number = files[i].number();
            check(
                "dup2",
                files[i].toString(),
                (int) Libc.ACTIONS_ADDDUP2.invokeExact(actions, number, i));
          }
        });
  }

  private static long start(Program program, short how, Preparation preparation)
      throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 16);
      MemorySegment actions = arena.allocate(ACTIONS_SIZE, 16);
      MemorySegment allSignals = arena.allocate(SIGSET_SIZE, 16).fill((byte) 0xff);
      MemorySegment noSignals = arena.allocate(SIGSET_SIZE, 16);
      String name = program.path.toString();
      check("exec", name, (int) Libc.ATTR_INIT.invokeExact(attributes));
      check("exec", name, (int) Libc.ACTIONS_INIT.invokeExact(actions));
      try {
        short flags = (short) (how | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        check("exec", name, (int) Libc.ATTR_SETFLAGS.invokeExact(attributes, flags));
        check("exec", name, (int) Libc.ATTR_SETSIGMASK.invokeExact(attributes, noSignals));
        check("exec", name, (int) Libc.ATTR_SETSIGDEFAULT.invokeExact(attributes, allSignals));
        preparation.addTo(actions, arena);
        check("exec", name, (int) Libc.ACTIONS_ADDCLOSEFROM.invokeExact(actions, 3));
        MemorySegment pid = arena.allocate(INT);
        MemorySegment argv = strings(arena, prepend(name, program.arguments));
        MemorySegment envp =
            strings(
                arena,
                program.environment.entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .toList());
        MemorySegment path = arena.allocateFrom(name);
        check(
            "exec", name, (int) Libc.SPAWN.invokeExact(pid, path, actions, attributes, argv, envp));
        return pid.get(INT, 0);
      } finally {
        int _ = (int) Libc.ACTIONS_DESTROY.invokeExact(actions);
        int _ = (int) Libc.ATTR_DESTROY.invokeExact(attributes);
      }
    } catch (LinuxException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of libc throws nothing", e);
    }
  }

  private static List<String> prepend(String first, List<String> rest) {
    ArrayList<String> all = new ArrayList<>(rest.size() + 1);
    all.add(first);
    all.addAll(rest);
    return all;
  }

  /** An array of C strings, ended by a null pointer. */
  private static MemorySegment strings(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(PTR, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(PTR, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }

  /** These functions return the error number and leave errno alone. */
  private static void check(String operation, String object, int error) throws LinuxException {
    if (error != 0) {
      throw new LinuxException(operation, object, Errno.of(error));
    }
  }

  /** libc's functions, bound when first needed. */
  private static final class Libc {
    static final MethodHandle ATTR_INIT = bind("posix_spawnattr_init", PTR);
    static final MethodHandle ATTR_DESTROY = bind("posix_spawnattr_destroy", PTR);
    static final MethodHandle ATTR_SETFLAGS =
        bind("posix_spawnattr_setflags", PTR, ValueLayout.JAVA_SHORT);
    static final MethodHandle ATTR_SETSIGMASK = bind("posix_spawnattr_setsigmask", PTR, PTR);
    static final MethodHandle ATTR_SETSIGDEFAULT = bind("posix_spawnattr_setsigdefault", PTR, PTR);
    static final MethodHandle ACTIONS_INIT = bind("posix_spawn_file_actions_init", PTR);
    static final MethodHandle ACTIONS_DESTROY = bind("posix_spawn_file_actions_destroy", PTR);
    static final MethodHandle ACTIONS_ADDOPEN =
        bind("posix_spawn_file_actions_addopen", PTR, INT, PTR, INT, INT);
    static final MethodHandle ACTIONS_ADDDUP2 =
        bind("posix_spawn_file_actions_adddup2", PTR, INT, INT);
    static final MethodHandle ACTIONS_ADDCHDIR =
        bind("posix_spawn_file_actions_addchdir_np", PTR, PTR);
    static final MethodHandle ACTIONS_ADDCLOSEFROM =
        bind("posix_spawn_file_actions_addclosefrom_np", PTR, INT);
    static final MethodHandle SPAWN = bind("posix_spawn", PTR, PTR, PTR, PTR, PTR, PTR);

    private Libc() {}

    private static MethodHandle bind(String name, MemoryLayout... arguments) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(INT, arguments));
    }
  }
}
