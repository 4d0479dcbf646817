/**
 * Connections that the kernel's packet filter keeps track of, as it does also of those that have no
 * beginning and no end, such as UDP's.
 *
 * <p>Not here: rules ({@code nftables}).
 */
@NullMarked
package dev.stevedore.lib.linux.netlink.conntrack;

import org.jspecify.annotations.NullMarked;
