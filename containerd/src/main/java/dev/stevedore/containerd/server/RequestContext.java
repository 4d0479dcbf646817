package dev.stevedore.containerd.server;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.lib.oci.reference.Identifiers;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;

/** What a call's headers say: the namespace and the lease it is made in. */
public final class RequestContext {
  private static final Metadata.Key<String> NAMESPACE_HEADER =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> LEASE_HEADER =
      Metadata.Key.of("containerd-lease", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> NAMESPACE = Context.key("namespace");
  private static final Context.Key<String> LEASE = Context.key("lease");

  private RequestContext() {}

  /** The namespace of the call on this thread; FAILED_PRECONDITION if it names none. */
  public static String namespace() {
    String namespace = NAMESPACE.get();
    if (namespace == null || namespace.isEmpty()) {
      throw Failure.failedPrecondition("namespace is required");
    }
    return requireIdentifier("namespace validation: ", namespace);
  }

  /** The namespace of the call on this thread, if it names one. */
  public static Optional<String> namespaceIfSet() {
    return Optional.ofNullable(NAMESPACE.get()).filter(it -> !it.isEmpty());
  }

  /** The lease that the call is made under, if any. */
  public static Optional<String> lease() {
    return Optional.ofNullable(LEASE.get()).filter(it -> !it.isEmpty());
  }

  /** The context of this call, but under another lease. */
  public static Context underLease(String lease) {
    return Context.current().withValue(LEASE, lease);
  }

  /** The context of this thread, but in a namespace: for what this daemon does by itself. */
  public static Context inNamespace(String namespace) {
    return Context.current().withValue(NAMESPACE, namespace);
  }

  /** Refuses what containerd does not take as an identifier. */
  public static String requireIdentifier(String text) {
    return requireIdentifier("", text);
  }

  /** The same, with what it is about in front of the error's text. */
  public static String requireIdentifier(String prefix, String text) {
    try {
      return Identifiers.require(text);
    } catch (IllegalArgumentException e) {
      throw Failure.verbatim(FailureKind.INVALID_ARGUMENT, prefix + e.getMessage());
    }
  }

  /** Reads the headers before the service sees the call. */
  static final class Interceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Context context = Context.current();
      Optional<String> namespace = first(headers, NAMESPACE_HEADER);
      if (namespace.isPresent()) {
        context = context.withValue(NAMESPACE, namespace.get());
      }
      Optional<String> lease = first(headers, LEASE_HEADER);
      if (lease.isPresent()) {
        context = context.withValue(LEASE, lease.get());
      }
      return Contexts.interceptCall(context, call, headers, next);
    }

    /** containerd's clients put what they want now before what they wanted first. */
    private static Optional<String> first(Metadata headers, Metadata.Key<String> name) {
      Iterable<String> values = headers.getAll(name);
      return values == null ? Optional.empty() : Optional.of(values.iterator().next());
    }
  }
}
