package dev.stevedore.dockerd.api;

/**
 * An error that the client shall see, as {@code {"message": ...}} with the status of its kind. The
 * message is Docker's where Docker has one, and else says what failed, on what, and why.
 */
public abstract sealed class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private ApiException(String message) {
    super(message);
  }

  private ApiException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the HTTP status. */
  public abstract int status();

  /** The same kind of error, with something before its message. */
  public final ApiException behind(String prefix) {
    String message = prefix + getMessage();
    return switch (this) {
      case BadParameter _ -> new BadParameter(message, this);
      case Unauthorized _ -> new Unauthorized(message);
      case Forbidden _ -> new Forbidden(message);
      case NotFound _ -> new NotFound(message);
      case Conflict _ -> new Conflict(message);
      case NotModified _ -> new NotModified(message);
      case Internal _ -> new Internal(message, this);
      case NotImplemented _ -> new NotImplemented(message);
      case Unavailable _ -> new Unavailable(message, this);
    };
  }

  /** The request makes no sense: 400. */
  public static final class BadParameter extends ApiException {
    private static final long serialVersionUID = 1;

    public BadParameter(String message) {
      super(message);
    }

    public BadParameter(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public int status() {
      return 400;
    }
  }

  /** Credentials are missing or wrong: 401. */
  public static final class Unauthorized extends ApiException {
    private static final long serialVersionUID = 1;

    public Unauthorized(String message) {
      super(message);
    }

    @Override
    public int status() {
      return 401;
    }
  }

  /** Understood, and not allowed: 403. */
  public static final class Forbidden extends ApiException {
    private static final long serialVersionUID = 1;

    public Forbidden(String message) {
      super(message);
    }

    @Override
    public int status() {
      return 403;
    }
  }

  /** No such object: 404. */
  public static final class NotFound extends ApiException {
    private static final long serialVersionUID = 1;

    public NotFound(String message) {
      super(message);
    }

    @Override
    public int status() {
      return 404;
    }
  }

  /** The object's state forbids it: 409. */
  public static final class Conflict extends ApiException {
    private static final long serialVersionUID = 1;

    public Conflict(String message) {
      super(message);
    }

    @Override
    public int status() {
      return 409;
    }
  }

  /**
   * The object is in the state asked for already: 304, which has no body, so the message is only
   * logged.
   */
  public static final class NotModified extends ApiException {
    private static final long serialVersionUID = 1;

    public NotModified(String message) {
      super(message);
    }

    @Override
    public int status() {
      return 304;
    }
  }

  /** Something failed that the client is not to blame for: 500. */
  public static non-sealed class Internal extends ApiException {
    private static final long serialVersionUID = 1;

    public Internal(String message) {
      super(message);
    }

    public Internal(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public int status() {
      return 500;
    }
  }

  /** Docker has it and this engine does not: 501. */
  public static final class NotImplemented extends ApiException {
    private static final long serialVersionUID = 1;

    public NotImplemented(String message) {
      super(message);
    }

    @Override
    public int status() {
      return 501;
    }
  }

  /** Not now: containerd is away, or the daemon starts or stops: 503. */
  public static final class Unavailable extends ApiException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public int status() {
      return 503;
    }
  }
}
