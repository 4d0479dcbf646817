/**
 * The container's root file system: its mounts, devices, hidden paths, and the change of root. All
 * paths inside are resolved by descriptor.
 */
@NullMarked
package dev.stevedore.runc.mount;

import org.jspecify.annotations.NullMarked;
