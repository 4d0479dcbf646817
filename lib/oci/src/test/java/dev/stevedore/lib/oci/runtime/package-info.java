@NullMarked
package dev.stevedore.lib.oci.runtime;

import org.jspecify.annotations.NullMarked;
