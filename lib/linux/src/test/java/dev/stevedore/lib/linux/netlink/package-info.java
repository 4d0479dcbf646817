@NullMarked
package dev.stevedore.lib.linux.netlink;

import org.jspecify.annotations.NullMarked;
