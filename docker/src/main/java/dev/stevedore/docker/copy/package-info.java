/**
 * Files of this machine into and out of containers: which paths are meant, local files as an
 * archive, and an archive as local files.
 *
 * <pre>
 *   LocalPath ─▶ CopyEnd (source) ─┐
 *                                  ├─▶ CopyPlan ─▶ LocalArchive ──tar──▶ daemon
 *   daemon's stat ─▶ CopyEnd (to) ─┘          └──▶ Extraction ◀──tar─── daemon
 * </pre>
 *
 * <p>Not here: the archive's format (tar), the calls to the daemon (command.container), and system
 * calls (os).
 */
@NullMarked
package dev.stevedore.docker.copy;

import org.jspecify.annotations.NullMarked;
