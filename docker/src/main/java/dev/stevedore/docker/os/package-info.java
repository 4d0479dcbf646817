/**
 * The machine, through system calls: the only package of the CLI that runs natively alone. What it
 * implements are the interfaces of the other packages, which is why those can be tested on a JVM.
 */
@NullMarked
package dev.stevedore.docker.os;

import org.jspecify.annotations.NullMarked;
