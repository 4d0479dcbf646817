package dev.stevedore.lib.registry.http;

import dev.stevedore.lib.daemon.Certificates;
import dev.stevedore.lib.daemon.PrivateKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of TLS with a server.
 *
 * @param authorities files with certificates of authorities, besides those of the system
 * @param clients this client's certificates
 * @param anyServer whether the server's certificate and name are not looked at
 */
public record ClientTls(List<Path> authorities, List<Pair> clients, boolean anyServer) {
  private static final char[] NO_PASSWORD = {};

  /** Keeps copies. */
  public ClientTls {
    authorities = List.copyOf(authorities);
    clients = List.copyOf(clients);
  }

  /**
   * A certificate of this client's.
   *
   * @param key the file with its key, which may be the same
   */
  public record Pair(Path certificate, Path key) {}

  /**
   * Reads the files.
   *
   * @param server for errors
   * @throws IOException if a file is not what it should be
   */
  public SSLContext context(String server) throws IOException {
    try {
      TrustManager trust = anyServer ? new AnyServer() : trust();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS for " + server + ": " + e.getMessage(), e);
    }
  }

  private TrustManager trust() throws IOException, GeneralSecurityException {
    if (authorities.isEmpty()) {
      return managerOf(null);
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (X509Certificate known : managerOf(null).getAcceptedIssuers()) {
      store.setCertificateEntry("system" + number++, known);
    }
    for (Path file : authorities) {
      for (Certificate certificate : Certificates.read(file)) {
        store.setCertificateEntry("own" + number++, certificate);
      }
    }
    return managerOf(store);
  }

  private static X509TrustManager managerOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store); // null: the system's authorities
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
  }

  private KeyManager[] keys() throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    for (Pair pair : clients) {
      store.setKeyEntry(
          pair.certificate().toString(),
          PrivateKeys.read(pair.key()),
          NO_PASSWORD,
          Certificates.read(pair.certificate()).toArray(Certificate[]::new));
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    return store;
  }
}
