/** Filters of system calls: from config.json to BPF by libseccomp. */
@NullMarked
package dev.stevedore.runc.seccomp;

import org.jspecify.annotations.NullMarked;
