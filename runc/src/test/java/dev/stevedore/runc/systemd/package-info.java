@NullMarked
package dev.stevedore.runc.systemd;

import org.jspecify.annotations.NullMarked;
