package dev.stevedore.shim.rpc;

import dev.stevedore.lib.ttrpc.Request;

/** Takes calls. */
@FunctionalInterface
public interface CallHandler {
  /**
   * Answers {@code request} through {@code reply}, now or later; never throws for a bad request.
   */
  void handle(Request request, Reply reply);
}
