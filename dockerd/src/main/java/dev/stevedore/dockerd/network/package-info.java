/**
 * Networks as far as this engine has them: {@code none} and {@code host}.
 *
 * <p>Not here: how a container joins one (that is a namespace in its spec).
 */
@NullMarked
package dev.stevedore.dockerd.network;

import org.jspecify.annotations.NullMarked;
