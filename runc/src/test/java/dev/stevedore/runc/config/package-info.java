@NullMarked
package dev.stevedore.runc.config;

import org.jspecify.annotations.NullMarked;
