/**
 * The streaming service: streams that clients open by an id of theirs, and then name in a call that
 * uses them. Not here: what goes over them, but for bytes.
 */
@NullMarked
package dev.stevedore.containerd.streaming;

import org.jspecify.annotations.NullMarked;
