/**
 * Netlink, the kernel's protocol for its network set-up, netlink(7): messages, attributes, and a
 * socket that sends requests and waits for the kernel's answers.
 *
 * <pre>
 *   one datagram, to the kernel or from it
 *   ┌────────────────────────── message ──────────────────────────┬── message ──┬ …
 *   │ length(4) type(2) flags(2) sequence(4) port(4)              │             │
 *   │ fixed header of the type, e.g. struct ifinfomsg             │             │
 *   │ ┌──────── attribute ────────┐ ┌──── attribute (nest) ─────┐ │             │
 *   │ │ length(2) type(2) value … │ │ length(2) type(2)         │ │             │
 *   │ │ padded to 4               │ │   attribute attribute …   │ │             │
 *   │ └───────────────────────────┘ └───────────────────────────┘ │             │
 *   └─────────────────────────────────────────────────────────────┴─────────────┴ …
 *
 *   us                                    kernel
 *   request 1, request 2, request 3  ───▶           (one datagram: in order, none is skipped)
 *                                    ◀───  error(0) 1, error(0) 2, error(-17, "text") 3
 *   request (dump)                   ───▶
 *                                    ◀───  answer, answer, … done
 * </pre>
 *
 * <p>Not here: what links, routes and addresses are ({@code route}), firewall rules ({@code
 * nftables}), and network namespaces ({@code ..netns}).
 */
@NullMarked
package dev.stevedore.lib.linux.netlink;

import org.jspecify.annotations.NullMarked;
