@NullMarked
package dev.stevedore.dockerd.network.address;

import org.jspecify.annotations.NullMarked;
