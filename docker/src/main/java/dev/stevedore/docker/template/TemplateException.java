package dev.stevedore.docker.template;

/** A template cannot be read, or not be filled in; worded as Go's text/template does. */
public final class TemplateException extends RuntimeException {
  public TemplateException(String message) {
    super(message);
  }
}
