/**
 * Every box in the place of the real one, and the real one in ours: a program at a time, the rest
 * of the stack around it.
 */
@NullMarked
package dev.stevedore.tests.swap;

import org.jspecify.annotations.NullMarked;
