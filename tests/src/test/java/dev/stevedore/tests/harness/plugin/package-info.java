/**
 * A volume plugin: the protocol of {@code /run/docker/plugins} over a unix socket, with volumes
 * that are directories. Real plugins are fetched from registries, which a test cannot.
 */
@NullMarked
package dev.stevedore.tests.harness.plugin;

import org.jspecify.annotations.NullMarked;
