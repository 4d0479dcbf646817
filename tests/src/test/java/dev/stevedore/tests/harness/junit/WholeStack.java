package dev.stevedore.tests.harness.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests that start daemons or containers. It is skipped without root, or when a program
 * of {@link #needs} is not there and cannot be installed. A {@link
 * dev.stevedore.tests.harness.scratch.Scratch} parameter of a test lives as long as the test, one
 * of a {@code @BeforeAll} method as long as the class. A test that leaves a process, mount, cgroup
 * or link behind fails; if it fails, the logs are shown.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({RequirementsCondition.class, ScratchExtension.class})
public @interface WholeStack {
  /** Programs of others that the tests use. */
  String[] needs() default {"docker", "setsid"};
}
