/**
 * dockerd: serves the Engine API, and starts and watches containerd.
 *
 * <p>Here belongs the program's entry and the wiring of its parts; each part has a package of its
 * own.
 */
@NullMarked
package dev.stevedore.dockerd;

import org.jspecify.annotations.NullMarked;
