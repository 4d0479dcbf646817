@NullMarked
package dev.stevedore.runc.criu;

import org.jspecify.annotations.NullMarked;
