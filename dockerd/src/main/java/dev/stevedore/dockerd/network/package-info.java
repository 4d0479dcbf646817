/**
 * Networks: which there are, who is in them, and the {@code /networks} part of the Engine API.
 *
 * <pre>
 *            create, remove                      define, attach, detach, forget
 *   client ───────────────────▶ Networks          Attacher ◀──────────────────── containers
 *                                │   │             │    │
 *              address ◀─────────┤   │  Registry   │    ├──▶ sandbox   namespaces, cables, files
 *              link    ◀─────────┤   │ Connections │    ├──▶ port      the host's ports
 *              firewall ◀────────┘   └──▶ store ◀──┘    └──▶ firewall
 * </pre>
 *
 * <p>What the kernel has is made by netlink ({@code lib.linux}); each thing is stored before it is
 * made, and {@link dev.stevedore.dockerd.network.Reconciler} finds what a killed daemon left.
 *
 * <p>Not here: containers themselves, and their modes none, host and {@code container:}, which are
 * a line in their spec.
 */
@NullMarked
package dev.stevedore.dockerd.network;

import org.jspecify.annotations.NullMarked;
