/**
 * One class for each verb of the command line: what it takes, which of the other packages it asks.
 * No system calls of its own.
 */
@NullMarked
package dev.stevedore.runc.command;

import org.jspecify.annotations.NullMarked;
