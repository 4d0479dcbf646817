package dev.stevedore.tests.runtime;

import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.stack.Programs;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Debian's runc: whether the tests are right. Run it with -Dstevedore.peers=true. */
@EnabledIfSystemProperty(named = "stevedore.peers", matches = "true")
@WholeStack(needs = {"runc", "setsid"})
class DebianRuncTest extends RuntimeBehaviour {
  @Override
  Path program() {
    return Programs.peer("runc");
  }
}
