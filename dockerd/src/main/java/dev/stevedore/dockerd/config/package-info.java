/**
 * What the daemon is told: flags, the configuration file, and the one record that both become.
 *
 * <pre>
 *   argv ──{@code FlagParser}──▶ given flags ──┐
 *                                            {@code ConfigLoader} ──▶ {@code DaemonConfig}
 *   daemon.json ──{@code ConfigFile}──▶ given keys ─┘      the same setting twice, differently: an error
 * </pre>
 *
 * <p>All settings stand in one table, {@code Settings}. Not here: acting on a setting.
 */
@NullMarked
package dev.stevedore.dockerd.config;

import org.jspecify.annotations.NullMarked;
