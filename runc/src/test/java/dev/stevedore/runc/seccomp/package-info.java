@NullMarked
package dev.stevedore.runc.seccomp;

import org.jspecify.annotations.NullMarked;
