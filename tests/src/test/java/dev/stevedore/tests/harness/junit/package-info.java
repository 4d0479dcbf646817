/**
 * JUnit extensions: skip without root, give each test a scratch directory, fail what leaves
 * something behind.
 */
@NullMarked
package dev.stevedore.tests.harness.junit;

import org.jspecify.annotations.NullMarked;
