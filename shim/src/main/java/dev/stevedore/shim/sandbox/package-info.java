/**
 * The sandbox service: a shim that containerd started for a group of containers, and that stays
 * between them. The sandbox has no process of its own; what its containers share, such as
 * namespaces, is what their specifications say.
 *
 * <p>Not here: the containers, which are tasks like all others.
 */
@NullMarked
package dev.stevedore.shim.sandbox;

import org.jspecify.annotations.NullMarked;
