/**
 * The sandbox services: what is known of sandboxes is stored. Not here: running them, which is
 * refused, since no shim that is known here serves containerd's sandbox API.
 */
@NullMarked
package dev.stevedore.containerd.sandboxes;

import org.jspecify.annotations.NullMarked;
