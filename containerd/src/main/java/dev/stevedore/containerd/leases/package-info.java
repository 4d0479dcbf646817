/** The leases service: what a lease holds is not garbage. */
@NullMarked
package dev.stevedore.containerd.leases;

import org.jspecify.annotations.NullMarked;
