/**
 * What must survive: the SQLite database, and the tables of protobuf messages in it.
 *
 * <p>Not here: what the messages mean, which each service knows.
 */
@NullMarked
package dev.stevedore.containerd.metadata;

import org.jspecify.annotations.NullMarked;
