package dev.stevedore.dockerd.config;

import java.nio.file.Path;

/**
 * How TCP connections are protected.
 *
 * @param verifyClients whether a client must show a certificate that the CA signed
 */
public record TlsConfig(boolean verifyClients, Path caCert, Path cert, Path key) {}
