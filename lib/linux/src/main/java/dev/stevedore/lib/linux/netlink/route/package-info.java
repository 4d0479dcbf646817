/**
 * Links, addresses, routes and neighbours, rtnetlink(7). Changes are {@link
 * dev.stevedore.lib.linux.netlink.Request}s, made by static methods, so that many can go to the
 * kernel in one go; questions take a socket and give records.
 *
 * <p>Not here: how netlink frames messages (the package above), and who wants which link.
 */
@NullMarked
package dev.stevedore.lib.linux.netlink.route;

import org.jspecify.annotations.NullMarked;
