@NullMarked
package dev.stevedore.dockerd.network.dns;

import org.jspecify.annotations.NullMarked;
