/**
 * {@code docker pull}: from a registry into containerd.
 *
 * <pre>
 *   ImagePull     resolve ─▶ index? choose ─▶ manifest, config ─▶ LayerPipeline ─▶ names
 *   LayerPipeline   layer 1  download ─▶ unpack ┐
 *                   layer 2  download ──────────┴▶ unpack ┐      each when its parent is there
 *                   layer 3  wait, download ──────────────┴▶ unpack
 *   LayerFetch    one download, which goes on where an earlier one stopped
 * </pre>
 *
 * <p>Not here: the registry's protocol ({@code lib/registry}), archives ({@code docker load}).
 */
@NullMarked
package dev.stevedore.dockerd.image.pull;

import org.jspecify.annotations.NullMarked;
