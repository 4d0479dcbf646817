@NullMarked
package dev.stevedore.runc.command;

import org.jspecify.annotations.NullMarked;
