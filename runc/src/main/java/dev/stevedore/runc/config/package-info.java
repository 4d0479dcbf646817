/** config.json of a bundle: reading it, and whether it makes sense before anything is made. */
@NullMarked
package dev.stevedore.runc.config;

import org.jspecify.annotations.NullMarked;
