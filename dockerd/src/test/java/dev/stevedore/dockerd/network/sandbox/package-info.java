@NullMarked
package dev.stevedore.dockerd.network.sandbox;

import org.jspecify.annotations.NullMarked;
