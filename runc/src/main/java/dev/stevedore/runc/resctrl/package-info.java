/**
 * Intel Resource Director Technology: the groups of the resctrl file system, which share out caches
 * and memory bandwidth (config-linux.md, "IntelRdt"; the kernel's resctrl.rst).
 */
@NullMarked
package dev.stevedore.runc.resctrl;

import org.jspecify.annotations.NullMarked;
