/** Other clients of the Engine API: docker-java, Testcontainers, dockerode, Compose. */
@NullMarked
package dev.stevedore.tests.clients;

import org.jspecify.annotations.NullMarked;
