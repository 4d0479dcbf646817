@NullMarked
package dev.stevedore.lib.linux.netlink.route;

import org.jspecify.annotations.NullMarked;
