package dev.stevedore.containerd.errors;

/** A request cannot be carried out. The text ends in the kind's, as containerd's errors do. */
public final class Failure extends RuntimeException {
  private final FailureKind kind;

  private Failure(FailureKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A failure whose text is the problem and the kind's text. */
  public static Failure of(FailureKind kind, String problem) {
    return new Failure(kind, kind.suffix().isEmpty() ? problem : problem + ": " + kind.suffix());
  }

  /** A failure whose text is complete, such as one that a shim gave. */
  public static Failure verbatim(FailureKind kind, String message) {
    return new Failure(kind, message);
  }

  /** What is named is not there. */
  public static Failure notFound(String problem) {
    return of(FailureKind.NOT_FOUND, problem);
  }

  /** What is to be made is there already. */
  public static Failure alreadyExists(String problem) {
    return of(FailureKind.ALREADY_EXISTS, problem);
  }

  /** The request makes no sense, whatever the state of things. */
  public static Failure invalidArgument(String problem) {
    return of(FailureKind.INVALID_ARGUMENT, problem);
  }

  /** The request makes sense, but not in the state things are in. */
  public static Failure failedPrecondition(String problem) {
    return of(FailureKind.FAILED_PRECONDITION, problem);
  }

  /** It cannot be done now; it may work later. */
  public static Failure unavailable(String problem) {
    return of(FailureKind.UNAVAILABLE, problem);
  }

  /** This program cannot do it. */
  public static Failure notImplemented(String problem) {
    return of(FailureKind.NOT_IMPLEMENTED, problem);
  }

  /** Why. */
  public FailureKind kind() {
    return kind;
  }
}
