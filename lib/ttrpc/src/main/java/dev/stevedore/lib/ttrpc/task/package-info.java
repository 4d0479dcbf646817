/**
 * {@code containerd.task.v2.Task}, the service of a shim: one record per message, with the field
 * numbers of containerd's API. The service in version 3 has the same messages under another name.
 */
@NullMarked
package dev.stevedore.lib.ttrpc.task;

import org.jspecify.annotations.NullMarked;
