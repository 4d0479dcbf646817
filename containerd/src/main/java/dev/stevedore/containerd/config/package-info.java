/**
 * The configuration: config.toml and the flags that win over it. Not here: what is done with it.
 */
@NullMarked
package dev.stevedore.containerd.config;

import org.jspecify.annotations.NullMarked;
