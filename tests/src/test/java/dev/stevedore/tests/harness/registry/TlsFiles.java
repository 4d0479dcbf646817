package dev.stevedore.tests.harness.registry;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.file.Path;

/**
 * An authority and a server's certificate that it signed, made by openssl.
 *
 * @param authority the authority's certificate
 * @param certificate the server's
 * @param key the server's key
 */
public record TlsFiles(Path authority, Path certificate, Path key) {
  /** Makes them for one IP address. */
  public static TlsFiles make(Scratch scratch, String address) {
    Path dir = scratch.directory("tls");
    scratch.write(dir.resolve("ext"), "subjectAltName=IP:" + address + "\n");
    String[] lines = {
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
          + " -subj /CN=tests-ca -keyout ca.key -out ca.crt",
      "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=tests"
          + " -keyout server.key -out server.csr",
      "openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2"
          + " -extfile ext -out server.crt"
    };
    for (String line : lines) {
      Command.shell(line).in(dir).run().ok();
    }
    return new TlsFiles(
        dir.resolve("ca.crt"), dir.resolve("server.crt"), dir.resolve("server.key"));
  }
}
