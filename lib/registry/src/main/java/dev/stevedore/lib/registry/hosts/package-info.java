/**
 * containerd's configuration of registries' hosts: a directory per registry, with {@code
 * hosts.toml} or with certificates.
 *
 * <pre>
 *   ROOT/registry.example_5000_/hosts.toml     or registry.example:5000
 *   ROOT/docker.io/ca.crt                      without hosts.toml: authorities (*.crt), and this
 *                  client.cert client.key      client's certificates
 *   ROOT/_default/hosts.toml                   for all that have no directory
 * </pre>
 *
 * <p>Not here: what is done with it ({@code Endpoint}).
 */
@NullMarked
package dev.stevedore.lib.registry.hosts;

import org.jspecify.annotations.NullMarked;
