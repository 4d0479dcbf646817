/**
 * {@code /system/check}, an endpoint of our own: the kernel's state and containerd's compared with
 * this daemon's records.
 *
 * <pre>
 *   CheckEndpoint ──▶ Inspection (network: links, addresses, namespaces, firewall
 *                                 container: shims, cgroups, mounts, layers, files)
 * </pre>
 *
 * <p>Here: the endpoint, and what an inspection is. Not here: the inspections, which are where the
 * records are.
 */
@NullMarked
package dev.stevedore.dockerd.check;

import org.jspecify.annotations.NullMarked;
