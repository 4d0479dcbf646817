/**
 * Network namespaces, network_namespaces(7): making one that lasts without a process in it, and
 * doing things inside one.
 *
 * <p>Not here: what is set up inside them ({@code netlink.route}), and whose they are.
 */
@NullMarked
package dev.stevedore.lib.linux.netns;

import org.jspecify.annotations.NullMarked;
