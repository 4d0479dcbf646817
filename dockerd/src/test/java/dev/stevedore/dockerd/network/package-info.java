@NullMarked
package dev.stevedore.dockerd.network;

import org.jspecify.annotations.NullMarked;
