/** Programs of hooks: their state on stdin, their time limit. */
@NullMarked
package dev.stevedore.runc.hook;

import org.jspecify.annotations.NullMarked;
