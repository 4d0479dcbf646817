package dev.stevedore.runc.cli;

import java.util.List;

/** A command, as far as the command line and its help are concerned. */
public interface Verb {
  /** What the user types. */
  String name();

  /** What it does, in one line. */
  String summary();

  /** Its operands, as the help shows them. */
  String operands();

  /** Its flags. */
  List<Flag> flags();
}
