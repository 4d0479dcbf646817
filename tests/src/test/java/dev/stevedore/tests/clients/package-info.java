/** Clients of the Engine API that are libraries: docker-java and Testcontainers. */
@NullMarked
package dev.stevedore.tests.clients;

import org.jspecify.annotations.NullMarked;
