package dev.stevedore.dockerd.image;

/**
 * How a pull or push goes on, as Docker's clients are told it. May be called by several threads.
 * The first call begins the answer: what fails before has a status of its own.
 */
public interface Progress {
  /**
   * Says something that stays.
   *
   * @param id what it is about, which is put before it; empty for nothing
   */
  void message(String id, String text);

  /** Says what a layer is doing. */
  void status(String layer, String status);

  /**
   * Says how far a layer is.
   *
   * @param layer which, or empty if there is only one thing to tell of
   * @param total in bytes; 0 or less if not known
   */
  void bytes(String layer, String status, long current, long total);

  /** Tells clients what was pushed. */
  void pushed(String tag, String digest, long size);
}
