/** The containers service: what to run. Whether it runs is the tasks package's. */
@NullMarked
package dev.stevedore.containerd.containers;

import org.jspecify.annotations.NullMarked;
