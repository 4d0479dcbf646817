package dev.stevedore.runc.systemd;

import dev.stevedore.runc.dbus.DbusValue;

/**
 * A property of a unit (systemd.resource-control(5), org.freedesktop.systemd1(5)).
 *
 * @param name as D-Bus has it: {@code MemoryMax}
 * @param value of the type that systemd wants
 */
public record Property(String name, DbusValue value) {
  static Property of(String name, boolean value) {
    return new Property(name, new DbusValue.Flag(value));
  }

  static Property of(String name, String value) {
    return new Property(name, new DbusValue.Text(value));
  }

  /** A number without a sign. */
  static Property of(String name, long value) {
    return new Property(name, new DbusValue.Uint64(value));
  }

  DbusValue toStruct() {
    return DbusValue.Struct.of(new DbusValue.Text(name), new DbusValue.Variant(value));
  }
}
