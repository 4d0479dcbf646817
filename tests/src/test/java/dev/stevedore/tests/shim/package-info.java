/** Our shim as its clients see it: below Debian's containerd and ours, driven by ctr. */
@NullMarked
package dev.stevedore.tests.shim;

import org.jspecify.annotations.NullMarked;
