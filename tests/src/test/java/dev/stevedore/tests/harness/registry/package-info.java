/**
 * Registries for tests: Debian's docker-registry, and a proxy before it that breaks connections and
 * counts bytes.
 */
@NullMarked
package dev.stevedore.tests.harness.registry;

import org.jspecify.annotations.NullMarked;
