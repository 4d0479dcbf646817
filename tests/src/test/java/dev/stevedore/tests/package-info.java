/**
 * Whole-stack tests. A test here drives the real programs as a user does and asserts what a user
 * would notice. Logic that needs no other process is tested in its own module. What every test
 * needs (programs, daemons, images, leak checks) is in {@code harness}; the tests of one box are in
 * the package with its name.
 */
@NullMarked
package dev.stevedore.tests;

import org.jspecify.annotations.NullMarked;
