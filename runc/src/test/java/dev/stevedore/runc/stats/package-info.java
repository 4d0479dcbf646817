@NullMarked
package dev.stevedore.runc.stats;

import org.jspecify.annotations.NullMarked;
