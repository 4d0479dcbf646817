package dev.stevedore.lib.linux;

import java.util.random.RandomGenerator;

/**
 * Ids for new projects. They are drawn from half of all there are, and the kernel is asked whether
 * anything is of the project: so it needs no list, and several daemons can share a file system
 * without knowing of each other.
 */
final class ProjectIds {
  /** Below are those that admins number in /etc/projid. */
  private static final int FIRST = 1 << 20;

  private final RandomGenerator random;

  ProjectIds(RandomGenerator random) {
    this.random = random;
  }

  /** Tells whether nothing is of a project. */
  interface Question {
    boolean isFree(int project) throws LinuxException;
  }

  /** An id that nobody has. */
  int next(Question question) throws LinuxException {
    int id;
    do {
      id = random.nextInt(FIRST, Integer.MAX_VALUE);
    } while (!question.isFree(id));
    return id;
  }
}
