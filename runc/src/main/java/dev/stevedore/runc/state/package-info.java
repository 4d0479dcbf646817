/**
 * What is kept between two calls of the program: {@code <root>/<id>/state.json}, and what it says
 * about the container now. Nothing here changes a container.
 */
@NullMarked
package dev.stevedore.runc.state;

import org.jspecify.annotations.NullMarked;
