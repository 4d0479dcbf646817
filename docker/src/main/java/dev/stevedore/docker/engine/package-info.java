/**
 * The client of the Engine API: where the daemon is, which API version both speak, one call after
 * another on one connection, and streams on connections of their own. What the calls mean is the
 * commands' business.
 */
@NullMarked
package dev.stevedore.docker.engine;

import org.jspecify.annotations.NullMarked;
