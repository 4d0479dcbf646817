/**
 * A client of D-Bus (dbus.freedesktop.org/doc/dbus-specification.html), as much as it takes to ask
 * systemd: calls, their answers, signals. Knows nothing of systemd.
 */
@NullMarked
package dev.stevedore.runc.dbus;

import org.jspecify.annotations.NullMarked;
