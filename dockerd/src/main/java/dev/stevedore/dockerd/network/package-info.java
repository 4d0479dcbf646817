/**
 * Networks: containers' places in them, their names and published ports, and the {@code /networks}
 * part of the Engine API.
 *
 * <pre>
 *   client ──▶ api ──▶ definition, predefined      endpoint ◀── ContainerNetworks ◀── containers
 *                          │   │       │            │   │  └──▶ names ──▶ dns
 *            address ◀─────┘   │       └──▶ state ◀─┘   ├──▶ sandbox   namespaces, cables, files
 *                              │              │         └──▶ port      the host's ports ──▶ relay
 *            link, firewall ◀──┘              └─ SQLite         └──▶ firewall
 * </pre>
 *
 * <p>Here is only what puts them together ({@link dev.stevedore.dockerd.network.NetworkStack}), and
 * what containers see of it. What the kernel has is made by netlink ({@code lib.linux}); each thing
 * is stored before it is made, and {@code recovery} finds what a killed daemon left.
 *
 * <p>Not here: containers themselves, and their modes none, host and {@code container:}, which are
 * a line in their spec.
 */
@NullMarked
package dev.stevedore.dockerd.network;

import org.jspecify.annotations.NullMarked;
