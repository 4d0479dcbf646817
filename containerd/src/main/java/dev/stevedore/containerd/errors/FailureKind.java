package dev.stevedore.containerd.errors;

import io.grpc.Status;

/** Why something failed, and the gRPC code that tells it. */
public enum FailureKind {
  /** What is named is not there. */
  NOT_FOUND(Status.Code.NOT_FOUND, "not found"),
  /** What is to be made is there already. */
  ALREADY_EXISTS(Status.Code.ALREADY_EXISTS, "already exists"),
  /** The request makes no sense, whatever the state of things. */
  INVALID_ARGUMENT(Status.Code.INVALID_ARGUMENT, "invalid argument"),
  /** The request makes sense, but not in the state things are in. */
  FAILED_PRECONDITION(Status.Code.FAILED_PRECONDITION, "failed precondition"),
  /** A position outside what is there. */
  OUT_OF_RANGE(Status.Code.OUT_OF_RANGE, ""),
  /** It cannot be done now; it may work later. */
  UNAVAILABLE(Status.Code.UNAVAILABLE, "unavailable"),
  /** It took too long. */
  DEADLINE_EXCEEDED(Status.Code.DEADLINE_EXCEEDED, ""),
  /** No space, no memory, too many. */
  RESOURCE_EXHAUSTED(Status.Code.RESOURCE_EXHAUSTED, ""),
  /** This program cannot do it. */
  NOT_IMPLEMENTED(Status.Code.UNIMPLEMENTED, "not implemented"),
  /** It was called off. */
  CANCELLED(Status.Code.CANCELLED, ""),
  /** Anything else. */
  UNKNOWN(Status.Code.UNKNOWN, "");

  private final Status.Code code;
  private final String suffix;

  FailureKind(Status.Code code, String suffix) {
    this.code = code;
    this.suffix = suffix;
  }

  /** The gRPC status, without a description. */
  public Status status() {
    return code.toStatus();
  }

  /** What containerd's texts of this kind end with; may be empty. */
  public String suffix() {
    return suffix;
  }
}
