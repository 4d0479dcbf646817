@NullMarked
package dev.stevedore.runc.process;

import org.jspecify.annotations.NullMarked;
