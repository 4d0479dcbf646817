@NullMarked
package dev.stevedore.runc.dbus;

import org.jspecify.annotations.NullMarked;
