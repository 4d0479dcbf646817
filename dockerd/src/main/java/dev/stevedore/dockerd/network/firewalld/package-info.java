/**
 * The host's firewalld, if it runs: it drops what comes from links that are in no zone of which it
 * knows better, so it is told of our bridges, over D-Bus.
 *
 * <pre>
 *   dockerd ──unix socket──▶ dbus-daemon ──▶ firewalld
 *     Bus       Hello, AddMatch                zone docker: all is accepted; our bridges are in it
 *     Firewalld addInterface, reload …         policy docker-forwarding: from anywhere to zone docker
 *              ◀── Reloaded, NameOwnerChanged
 * </pre>
 *
 * <p>Zone and policy are those that Docker makes, so both engines share them. What may go in and
 * out of containers is decided by our own rules all the same ({@code firewall}).
 */
@NullMarked
package dev.stevedore.dockerd.network.firewalld;

import org.jspecify.annotations.NullMarked;
