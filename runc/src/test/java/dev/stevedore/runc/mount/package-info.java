@NullMarked
package dev.stevedore.runc.mount;

import org.jspecify.annotations.NullMarked;
