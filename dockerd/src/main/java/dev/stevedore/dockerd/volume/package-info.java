/**
 * Volumes: which there are, who uses them, and the {@code /volumes} part of the Engine API.
 *
 * <pre>
 *   client ──▶ VolumeEndpoint ──▶ Volumes ◀── containers: acquire, mount, unmount, release
 *                                 │     │
 *                         VolumeStore  LocalDriver ──▶ DATA-ROOT/volumes/NAME/_data
 * </pre>
 *
 * <p>A volume's row is written before its directory is made. Who refers to a volume, and for whom
 * one with mount options is mounted, is told again by the containers when the daemon starts.
 *
 * <p>Not here: how a mount is asked for (spec.mounts), and filling a volume from the image.
 */
@NullMarked
package dev.stevedore.dockerd.volume;

import org.jspecify.annotations.NullMarked;
