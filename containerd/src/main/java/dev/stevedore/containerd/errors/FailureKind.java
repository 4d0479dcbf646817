package dev.stevedore.containerd.errors;

import io.grpc.Status;

/** Why something failed, and the gRPC code that tells it. */
public enum FailureKind {
  /** What is named is not there. */
  NOT_FOUND(Status.NOT_FOUND, "not found"),
  /** What is to be made is there already. */
  ALREADY_EXISTS(Status.ALREADY_EXISTS, "already exists"),
  /** The request makes no sense, whatever the state of things. */
  INVALID_ARGUMENT(Status.INVALID_ARGUMENT, "invalid argument"),
  /** The request makes sense, but not in the state things are in. */
  FAILED_PRECONDITION(Status.FAILED_PRECONDITION, "failed precondition"),
  /** A position outside what is there. */
  OUT_OF_RANGE(Status.OUT_OF_RANGE, ""),
  /** It cannot be done now; it may work later. */
  UNAVAILABLE(Status.UNAVAILABLE, "unavailable"),
  /** It took too long. */
  DEADLINE_EXCEEDED(Status.DEADLINE_EXCEEDED, ""),
  /** No space, no memory, too many. */
  RESOURCE_EXHAUSTED(Status.RESOURCE_EXHAUSTED, ""),
  /** This program cannot do it. */
  NOT_IMPLEMENTED(Status.UNIMPLEMENTED, "not implemented"),
  /** It was called off. */
  CANCELLED(Status.CANCELLED, ""),
  /** Anything else. */
  UNKNOWN(Status.UNKNOWN, "");

  private final Status status;
  private final String suffix;

  FailureKind(Status status, String suffix) {
    this.status = status;
    this.suffix = suffix;
  }

  /** The gRPC status, without a description. */
  public Status status() {
    return status;
  }

  /** What containerd's texts of this kind end with; may be empty. */
  public String suffix() {
    return suffix;
  }
}
