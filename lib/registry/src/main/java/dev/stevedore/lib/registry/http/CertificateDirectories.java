package dev.stevedore.lib.registry.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What TLS with a registry needs, in directories like Docker's {@code /etc/docker/certs.d}.
 *
 * <pre>
 *   certs.d/registry.example:5000/ca.crt        an authority, besides those of the system
 *                                 client.cert   this client's certificate
 *                                 client.key    and its key
 * </pre>
 */
public final class CertificateDirectories {
  private final List<Path> directories;

  /** Looks into these; one that is not there has nothing. */
  public CertificateDirectories(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * What there is for a registry.
   *
   * @param hostPort the registry
   * @param anyServer whether the server's certificate and name are not looked at
   * @throws IOException if a certificate has no key or a key no certificate, with Docker's words
   */
  public ClientTls find(String hostPort, boolean anyServer) throws IOException {
    List<Path> authorities = new ArrayList<>();
    List<ClientTls.Pair> clients = new ArrayList<>();
    for (Path file : files(hostPort)) {
      String name = file.toString();
      if (name.endsWith(".crt")) {
        authorities.add(file);
      } else if (name.endsWith(".cert")) {
        Path key = Path.of(name.substring(0, name.length() - ".cert".length()) + ".key");
        if (!Files.exists(key)) {
          throw new IOException(
              "missing key %s for client certificate %s. CA certificates must use the extension .crt"
                  .formatted(key.getFileName(), file.getFileName()));
        }
        clients.add(new ClientTls.Pair(file, key));
      } else if (name.endsWith(".key")
          && !Files.exists(Path.of(name.substring(0, name.length() - ".key".length()) + ".cert"))) {
        throw new IOException("missing client certificate for key " + file.getFileName());
      }
    }
    return new ClientTls(authorities, clients, anyServer);
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
}
