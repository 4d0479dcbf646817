package dev.stevedore.lib.registry.http;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why no answer came, as Docker's users know it. */
public final class TransportFailures {
  private TransportFailures() {}

  /** {@code Get "https://host/v2/": dial tcp 10.0.0.1:443: connect: connection refused}. */
  public static String text(String method, URI uri, Throwable failure) {
    String verb = method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    return "%s \"%s\": %s".formatted(verb, uri, reason(uri, failure));
  }

  private static String reason(URI uri, Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure; cause != null && causes.size() < 20; cause = cause.getCause()) {
      causes.add(cause);
    }
    // The innermost knows best.
    for (Throwable cause : causes.reversed()) {
      String text = known(uri, cause);
      if (!text.isEmpty()) {
        return text;
      }
    }
    String message = failure.getMessage();
    return message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message;
  }

  private static String known(URI uri, Throwable cause) {
    String where = uri.getHost() + ":" + port(uri);
    String message = String.valueOf(cause.getMessage());
    return switch (cause) {
      case UnresolvedAddressException _ -> "dial tcp: lookup " + uri.getHost() + ": no such host";
      case UnknownHostException _ -> "dial tcp: lookup " + uri.getHost() + ": no such host";
      case HttpConnectTimeoutException _ -> "dial tcp " + where + ": i/o timeout";
      case HttpTimeoutException _ -> "net/http: request canceled (Client.Timeout exceeded)";
      case CertificateExpiredException _ ->
          certificate("certificate has expired or is not yet valid");
      case CertificateNotYetValidException _ ->
          certificate("certificate has expired or is not yet valid");
      case CertPathBuilderException _ -> certificate("certificate signed by unknown authority");
      case CertPathValidatorException _ -> certificate("certificate signed by unknown authority");
      case CertificateException _ when message.startsWith("No ") ->
          certificate("certificate is not valid for " + uri.getHost());
      case SSLException _
          when message.toLowerCase(Locale.ROOT).contains("unrecognized ssl message") ->
          "http: server gave HTTP response to HTTPS client";
      case SSLException _ when message.contains("alert: ") ->
          "remote error: tls: " + message.replaceFirst(".*alert: ", "").replace('_', ' ');
      case ConnectException _ ->
          "dial tcp "
              + where
              + ": connect: "
              + (cause.getMessage() == null
                  ? "connection refused"
                  : message.toLowerCase(Locale.ROOT));
      default -> "";
    };
  }

  private static String certificate(String why) {
    return "tls: failed to verify certificate: x509: " + why;
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
