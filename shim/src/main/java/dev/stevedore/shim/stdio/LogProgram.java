package dev.stevedore.shim.stdio;

import dev.stevedore.shim.Split;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that takes a container's output, as clients write it: {@code
 * binary:///usr/bin/logger?key=value}, the query being its arguments, key and value each one.
 *
 * @param path the program
 * @param arguments with the path first
 */
record LogProgram(String path, List<String> arguments) {
  /** Reads what follows {@code binary://}. */
  static LogProgram parse(String rest) {
    int question = rest.indexOf('?');
    String path = decode(question < 0 ? rest : rest.substring(0, question), false);
    List<String> arguments = new ArrayList<>();
    arguments.add(path);
    if (question >= 0) {
      for (String pair : Split.by('&', rest.substring(question + 1))) {
        int equals = pair.indexOf('=');
        arguments.add(decode(equals < 0 ? pair : pair.substring(0, equals), true));
        arguments.add(equals < 0 ? "" : decode(pair.substring(equals + 1), true));
      }
    }
    return new LogProgram(path, List.copyOf(arguments));
  }

  /** RFC 3986's {@code %XX}, and in a query {@code +} for a space. */
  private static String decode(String text, boolean query) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit((char) bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit((char) bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(query && bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
