@NullMarked
package dev.stevedore.runc.launch;

import org.jspecify.annotations.NullMarked;
