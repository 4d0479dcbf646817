/**
 * The limits of a container ({@code linux.resources} in config.json), as records with their JSON.
 */
@NullMarked
package dev.stevedore.lib.oci.runtime.resources;

import org.jspecify.annotations.NullMarked;
