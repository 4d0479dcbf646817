/** The namespaces service: tenants that do not see each other's things. */
@NullMarked
package dev.stevedore.containerd.namespaces;

import org.jspecify.annotations.NullMarked;
