@NullMarked
package dev.stevedore.runc.state;

import org.jspecify.annotations.NullMarked;
