package dev.stevedore.containerd.server;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Calls a service of this daemon from within, in the namespace and lease of the thread. */
public final class LocalCall {
  private LocalCall() {}

  /**
   * The answer of a method that has one, and gives it before it returns.
   *
   * @param call is given what takes the answer
   * @throws io.grpc.StatusRuntimeException if the method fails
   */
  public static <A> A answer(Consumer<StreamObserver<A>> call) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    call.accept(
        new StreamObserver<>() {
          @Override
          public void onNext(A message) {
            answer.complete(message);
          }

          @Override
          public void onError(Throwable problem) {
            answer.completeExceptionally(problem);
          }

          @Override
          public void onCompleted() {}
        });
    if (!answer.isDone()) {
      throw new IllegalStateException("a service returned without an answer");
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
