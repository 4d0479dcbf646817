/**
 * The Engine API's frame: routes under versioned paths, errors as Docker words them, JSON, query
 * parameters and filters.
 *
 * <p>Here belongs what every endpoint shares. Not here: any endpoint (they stand with their
 * subject: {@code container}, {@code image}, {@code system}, ...), nor HTTP itself ({@code http}).
 */
@NullMarked
package dev.stevedore.dockerd.api;

import org.jspecify.annotations.NullMarked;
