/**
 * TOML 1.0, in which configuration files of containerd are written; dates, which those have not,
 * are refused. Not here: what keys mean.
 */
@NullMarked
package dev.stevedore.lib.daemon.toml;

import org.jspecify.annotations.NullMarked;
