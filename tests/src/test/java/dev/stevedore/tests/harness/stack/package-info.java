/**
 * The programs under test and their peers: where they are, how to install them, how to run them
 * with roots of their own.
 */
@NullMarked
package dev.stevedore.tests.harness.stack;

import org.jspecify.annotations.NullMarked;
