package dev.stevedore.hello;

/** Says hello. */
public final class Hello {
  private Hello() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    System.out.println("Hello from Stevedore!");
  }
}
