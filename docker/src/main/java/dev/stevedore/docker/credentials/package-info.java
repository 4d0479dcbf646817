/**
 * Who the user is for registries: {@code config.json} in Docker's directory, and the programs
 * {@code docker-credential-NAME} that keep secrets better.
 *
 * <p>Not here: logging in, which the daemon does.
 */
@NullMarked
package dev.stevedore.docker.credentials;

import org.jspecify.annotations.NullMarked;
