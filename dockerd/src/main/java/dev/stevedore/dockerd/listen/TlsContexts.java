package dev.stevedore.dockerd.listen;

import dev.stevedore.dockerd.config.TlsConfig;
import dev.stevedore.lib.daemon.Certificates;
import dev.stevedore.lib.daemon.PrivateKeys;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS from PEM files, as Docker's documentation has one make them. */
final class TlsContexts {
  private static final char[] NO_PASSWORD = {};

  private TlsContexts() {}

  /**
   * Loads the server's side.
   *
   * @throws IOException if a file is missing or is not what it should be; the message names it
   */
  static SSLContext server(TlsConfig config) throws IOException {
    try {
      KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
      own.load(null, NO_PASSWORD);
      PrivateKey key = PrivateKeys.read(config.key());
      own.setKeyEntry(
          "server", key, NO_PASSWORD, Certificates.read(config.cert()).toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);

      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, NO_PASSWORD);
      if (config.verifyClients()) {
        int number = 0;
        for (Certificate certificate : Certificates.read(config.caCert())) {
          trusted.setCertificateEntry("ca" + number++, certificate);
        }
      }
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys.getKeyManagers(), config.verifyClients() ? trust.getTrustManagers() : null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("could not load X509 key pair: " + e.getMessage(), e);
    }
  }
}
