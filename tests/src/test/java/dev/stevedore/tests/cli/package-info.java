/**
 * What a user of the command line sees, told once in the abstract classes ending in {@code
 * Behaviour} and held for each pair of client and engine: the real docker CLI on our dockerd, our
 * CLI on our dockerd, our CLI on Debian's dockerd. What only our engine does is not here.
 */
@NullMarked
package dev.stevedore.tests.cli;

import org.jspecify.annotations.NullMarked;
