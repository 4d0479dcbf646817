/**
 * What dockerd does with containers by itself: restart policies, logs on disk, the end of the
 * daemon.
 *
 * <p>What does not belong here: what the command line shows (the cli package), and kills (faults).
 */
@NullMarked
package dev.stevedore.tests.engine;

import org.jspecify.annotations.NullMarked;
