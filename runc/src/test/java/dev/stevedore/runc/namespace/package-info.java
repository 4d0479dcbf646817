@NullMarked
package dev.stevedore.runc.namespace;

import org.jspecify.annotations.NullMarked;
