/** What {@code events} prints: numbers from a container's cgroups, as runc's JSON has them. */
@NullMarked
package dev.stevedore.runc.stats;

import org.jspecify.annotations.NullMarked;
