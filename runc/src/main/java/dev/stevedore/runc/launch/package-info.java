/**
 * The outer half of create, run and exec: makes the child, its cgroups and its state, and waits for
 * it.
 */
@NullMarked
package dev.stevedore.runc.launch;

import org.jspecify.annotations.NullMarked;
