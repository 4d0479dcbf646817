package dev.stevedore.runc.seccomp;

/**
 * What happens to system calls that are newer than the profile.
 *
 * <p>A profile that refuses what it does not list answers EPERM to a call that its author had never
 * heard of, and a C library then does not fall back to the older call, as it would on ENOSYS. So
 * calls above the highest one that the profile names get ENOSYS:
 *
 * <pre>
 *   A = arch;  if A != x86-64       goto filter
 *   A = nr;    if A &gt;= 0x40000000    goto filter     (x32)
 *              if A &lt;= highest      goto filter
 *   return ERRNO(ENOSYS)
 *   filter: …
 * </pre>
 */
final class UnknownCalls {
  private static final int LOAD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER_OR_EQUAL = 0x35;
  private static final int JUMP_GREATER = 0x25;
  private static final int RETURN = 0x06;
  private static final int ARCH_OFFSET = 4;
  private static final int X86_64 = 0xc000003e;
  private static final int X32 = 0x40000000;
  private static final int ERRNO = 0x00050000;
  private static final int ACTION_MASK = 0xffff0000;
  private static final int ENOSYS = 38;
  private static final int PREFIX = 6;

  private UnknownCalls() {}

  /** The program with that in front, if its default action is an errno other than ENOSYS. */
  static byte[] prefix(int defaultAction, int highest, byte[] program) {
    if ((defaultAction & ACTION_MASK) != ERRNO || defaultAction == (ERRNO | ENOSYS)) {
      return program;
    }
    byte[] whole = new byte[PREFIX * 8 + program.length];
    put(whole, 0, LOAD, 0, 0, ARCH_OFFSET);
    put(whole, 1, JUMP_EQUAL, 0, 4, X86_64);
    put(whole, 2, LOAD, 0, 0, 0);
    put(whole, 3, JUMP_GREATER_OR_EQUAL, 2, 0, X32);
    put(whole, 4, JUMP_GREATER, 0, 1, highest);
    put(whole, 5, RETURN, 0, 0, ERRNO | ENOSYS);
    System.arraycopy(program, 0, whole, PREFIX * 8, program.length);
    return whole;
  }

  private static void put(
      byte[] program, int index, int code, int ifTrue, int ifFalse, int constant) {
    int at = index * 8;
    program[at] = (byte) code;
    program[at + 1] = (byte) (code >> 8);
    program[at + 2] = (byte) ifTrue;
    program[at + 3] = (byte) ifFalse;
    for (int i = 0; i < 4; i++) {
      program[at + 4 + i] = (byte) (constant >> (8 * i));
    }
  }
}
