@NullMarked
package dev.stevedore.lib.posix;

import org.jspecify.annotations.NullMarked;
