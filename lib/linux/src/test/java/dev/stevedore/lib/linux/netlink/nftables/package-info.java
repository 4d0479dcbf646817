@NullMarked
package dev.stevedore.lib.linux.netlink.nftables;

import org.jspecify.annotations.NullMarked;
