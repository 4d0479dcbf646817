/**
 * {@code containerd.runtime.sandbox.v1.Sandbox}, the other service of a shim, as far as a shim
 * reads and writes its messages.
 */
@NullMarked
package dev.stevedore.lib.ttrpc.sandbox;

import org.jspecify.annotations.NullMarked;
