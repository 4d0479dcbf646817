@NullMarked
package dev.stevedore.dockerd.network.state;

import org.jspecify.annotations.NullMarked;
