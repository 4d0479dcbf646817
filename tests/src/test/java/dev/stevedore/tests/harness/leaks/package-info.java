/**
 * What is on the machine before and after a test: processes, mounts, cgroups, links, files. Knows
 * which of it came from the tests.
 */
@NullMarked
package dev.stevedore.tests.harness.leaks;

import org.jspecify.annotations.NullMarked;
