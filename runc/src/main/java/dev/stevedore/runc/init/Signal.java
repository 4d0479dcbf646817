package dev.stevedore.runc.init;

/** The kinds of messages between init and the process that started it, see {@link SyncChannel}. */
enum Signal {
  /** To init: the maps of its user namespace are written. */
  MAPPED('m'),
  /** To the process in between: systemd has put it into the container's cgroup. */
  ENTERED('c'),
  /** To init: its cgroups have their limits, and it has its OOM score. */
  LIMITED('l'),
  /** To init, with the compiled filter of system calls. */
  SECCOMP('s'),
  /** From init: all is mounted, time for the hooks outside. */
  HOOKS('H'),
  /** To init: those hooks have run. */
  HOOKS_DONE('h'),
  /** From init: nothing is left but execve. */
  READY('R'),
  /** To init: its state is on disk. */
  GO('a'),
  /** From init: the descriptor of its filter's listener comes next. */
  LISTENER('F'),
  /** To init: the listener has it. */
  LISTENER_DONE('f'),
  /** From init, with a line for the log. */
  WARNING('W'),
  /** From init, with why it failed; it ends then. */
  FAILED('E'),
  /** From the process in between, with the pid of init. */
  PID('P');

  private final char letter;

  Signal(char letter) {
    this.letter = letter;
  }

  int letter() {
    return letter;
  }

  static Signal of(int letter) {
    for (Signal signal : values()) {
      if (signal.letter == letter) {
        return signal;
      }
    }
    throw new IllegalStateException("no message has the letter " + letter);
  }
}
