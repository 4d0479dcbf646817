package dev.stevedore.tests.runtime;

import dev.stevedore.tests.harness.stack.Programs;
import java.nio.file.Path;

/** Our runc. */
class OurRuncTest extends RuntimeBehaviour {
  @Override
  Path program() {
    return Programs.runc();
  }
}
