/** Our shim as its clients see it: below Debian's containerd, driven by ctr, with Debian's runc. */
@NullMarked
package dev.stevedore.tests.shim;

import org.jspecify.annotations.NullMarked;
