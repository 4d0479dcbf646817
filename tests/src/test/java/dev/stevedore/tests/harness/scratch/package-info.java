/** Directories of tests, and what a test started in them. */
@NullMarked
package dev.stevedore.tests.harness.scratch;

import org.jspecify.annotations.NullMarked;
