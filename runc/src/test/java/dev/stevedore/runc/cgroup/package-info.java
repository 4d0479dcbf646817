@NullMarked
package dev.stevedore.runc.cgroup;

import org.jspecify.annotations.NullMarked;
