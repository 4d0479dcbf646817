package dev.stevedore.runc.dbus;

import java.util.List;

/** A value of D-Bus's type system ("Type System"). */
public sealed interface DbusValue {
  /** Its type, in D-Bus's letters. */
  String signature();

  /** UTF-8 text. */
  record Text(String value) implements DbusValue {
    @Override
    public String signature() {
      return "s";
    }
  }

  /** The path of an object. */
  record Path(String value) implements DbusValue {
    @Override
    public String signature() {
      return "o";
    }
  }

  /** The letters of types. */
  record Signature(String value) implements DbusValue {
    @Override
    public String signature() {
      return "g";
    }
  }

  /** True or false. */
  record Flag(boolean value) implements DbusValue {
    @Override
    public String signature() {
      return "b";
    }
  }

  /** A byte. */
  record Byte8(int value) implements DbusValue {
    @Override
    public String signature() {
      return "y";
    }
  }

  /** 32 bits with a sign. */
  record Int32(int value) implements DbusValue {
    @Override
    public String signature() {
      return "i";
    }
  }

  /** 32 bits without one. */
  record Uint32(int value) implements DbusValue {
    @Override
    public String signature() {
      return "u";
    }
  }

  /** 64 bits with a sign. */
  record Int64(long value) implements DbusValue {
    @Override
    public String signature() {
      return "x";
    }
  }

  /** 64 bits without one. */
  record Uint64(long value) implements DbusValue {
    @Override
    public String signature() {
      return "t";
    }
  }

  /** A value that brings its type along. */
  record Variant(DbusValue value) implements DbusValue {
    @Override
    public String signature() {
      return "v";
    }
  }

  /** Values of the same type. */
  record Array(String elements, List<DbusValue> values) implements DbusValue {
    /** Keeps a copy of the list. */
    public Array {
      values = List.copyOf(values);
    }

    @Override
    public String signature() {
      return "a" + elements;
    }
  }

  /** Values of several types. */
  record Struct(List<DbusValue> values) implements DbusValue {
    /** Keeps a copy of the list. */
    public Struct {
      values = List.copyOf(values);
    }

    /** A structure of these. */
    public static Struct of(DbusValue... values) {
      return new Struct(List.of(values));
    }

    @Override
    public String signature() {
      StringBuilder signature = new StringBuilder("(");
      values.forEach(value -> signature.append(value.signature()));
      return signature.append(')').toString();
    }
  }
}
