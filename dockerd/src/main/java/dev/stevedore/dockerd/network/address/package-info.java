/**
 * Address management: which subnet a network gets, and which addresses of it are given out.
 *
 * <p>Not here: what an interface does with an address, and where allocations are stored; all here
 * is memory, filled again from the store when the daemon starts.
 */
@NullMarked
package dev.stevedore.dockerd.network.address;

import org.jspecify.annotations.NullMarked;
