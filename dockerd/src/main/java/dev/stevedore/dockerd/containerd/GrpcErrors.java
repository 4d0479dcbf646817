package dev.stevedore.dockerd.containerd;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

/** What a failed call says. */
public final class GrpcErrors {
  private GrpcErrors() {}

  /** Whether containerd said that the thing does not exist. */
  public static boolean isNotFound(StatusRuntimeException e) {
    return e.getStatus().getCode() == Status.Code.NOT_FOUND;
  }

  /** Whether containerd said that the thing exists already. */
  public static boolean isAlreadyExists(StatusRuntimeException e) {
    return e.getStatus().getCode() == Status.Code.ALREADY_EXISTS;
  }

  /** Whether the call never got an answer because containerd was away. */
  public static boolean isUnavailable(StatusRuntimeException e) {
    return e.getStatus().getCode() == Status.Code.UNAVAILABLE
        || e.getStatus().getCode() == Status.Code.CANCELLED;
  }

  /** containerd's own text, followed by the error's kind as Go's client shows it. */
  public static String text(StatusRuntimeException e) {
    String description = e.getStatus().getDescription();
    return description == null ? e.getStatus().getCode().name() : description;
  }

  /** The same error, unchecked. */
  public static StatusRuntimeException unchecked(StatusException e) {
    return new StatusRuntimeException(e.getStatus(), e.getTrailers());
  }
}
