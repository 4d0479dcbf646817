@NullMarked
package dev.stevedore.runc.cli;

import org.jspecify.annotations.NullMarked;
