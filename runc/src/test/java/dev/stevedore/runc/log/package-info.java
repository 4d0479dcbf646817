@NullMarked
package dev.stevedore.runc.log;

import org.jspecify.annotations.NullMarked;
