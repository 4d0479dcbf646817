/**
 * Volume plugins: programs of others that serve a socket, and keep volumes that are not on this
 * host.
 *
 * <pre>
 *   /run/docker/plugins/NAME.sock          ─┐
 *   /etc/docker/plugins/NAME.spec, .json    ├─▶ PluginDirectory ─▶ PluginDriver ─▶ PluginClient
 *   /usr/lib/docker/plugins/…              ─┘
 *
 *   us                                   plugin       HTTP, a connection for each call
 *    |-- POST /Plugin.Activate ------------>|
 *    |<-------- {"Implements": ["VolumeDriver"]}
 *    |-- POST /VolumeDriver.Create -------->|         {"Name": …, "Opts": {…}}
 *    |<-------- {"Err": ""}                           not empty: it has failed
 * </pre>
 *
 * <p>A plugin may hang. No lock that others need is held during a call, and each call has a limit.
 *
 * <p>Not here: which volumes there are, and who uses them (volume).
 */
@NullMarked
package dev.stevedore.dockerd.volume.plugin;

import org.jspecify.annotations.NullMarked;
