package dev.stevedore.lib.registry.http;

import dev.stevedore.lib.daemon.Certificates;
import dev.stevedore.lib.daemon.PrivateKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * TLS for one registry, with what is in directories like Docker's {@code /etc/docker/certs.d}.
 *
 * <pre>
 *   certs.d/registry.example:5000/ca.crt        an authority, besides those of the system
 *                                 client.cert   this client's certificate
 *                                 client.key    and its key
 * </pre>
 */
public final class CertificateDirectories {
  private static final char[] NO_PASSWORD = {};

  private final List<Path> directories;

  /** Looks into these; one that is not there has nothing. */
  public CertificateDirectories(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * Makes the client's side of TLS.
   *
   * @param hostPort the registry
   * @param anyCertificate whether the server's certificate and name are not looked at
   * @throws IOException if a file is not what its name says, with Docker's words
   */
  public SSLContext context(String hostPort, boolean anyCertificate) throws IOException {
    try {
      List<Path> files = files(hostPort);
      TrustManager trust = anyCertificate ? new AnyServer() : trust(files);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(files), new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS for " + hostPort + ": " + e.getMessage(), e);
    }
  }

  private List<Path> files(String hostPort) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path directory : directories) {
      Path own = directory.resolve(hostPort);
      if (Files.isDirectory(own)) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(own)) {
          entries.forEach(files::add);
        }
      }
    }
    files.sort(null);
    return files;
  }

  private static TrustManager trust(List<Path> files) throws IOException, GeneralSecurityException {
    List<Certificate> own = new ArrayList<>();
    for (Path file : files) {
      if (file.toString().endsWith(".crt")) {
        own.addAll(Certificates.read(file));
      }
    }
    if (own.isEmpty()) {
      return managerOf(null);
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (X509Certificate known : managerOf(null).getAcceptedIssuers()) {
      store.setCertificateEntry("system" + number++, known);
    }
    for (Certificate certificate : own) {
      store.setCertificateEntry("own" + number++, certificate);
    }
    return managerOf(store);
  }

  private static X509TrustManager managerOf(@org.jspecify.annotations.Nullable KeyStore store)
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

  private static KeyManager[] keys(List<Path> files) throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    for (Path file : files) {
      String name = file.toString();
      if (name.endsWith(".cert")) {
        Path key = Path.of(name.substring(0, name.length() - ".cert".length()) + ".key");
        if (!Files.exists(key)) {
          throw new IOException(
              "missing key %s for client certificate %s. CA certificates must use the extension .crt"
                  .formatted(key.getFileName(), file.getFileName()));
        }
        store.setKeyEntry(
            name,
            PrivateKeys.read(key),
            NO_PASSWORD,
            Certificates.read(file).toArray(Certificate[]::new));
      } else if (name.endsWith(".key")
          && !Files.exists(Path.of(name.substring(0, name.length() - ".key".length()) + ".cert"))) {
        throw new IOException("missing client certificate for key " + file.getFileName());
      }
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
