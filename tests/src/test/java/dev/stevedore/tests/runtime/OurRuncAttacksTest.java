package dev.stevedore.tests.runtime;

import dev.stevedore.tests.harness.stack.Programs;
import java.nio.file.Path;

/** Our runc. */
class OurRuncAttacksTest extends RuntimeAttacks {
  @Override
  Path program() {
    return Programs.runc();
  }
}
