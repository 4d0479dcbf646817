/**
 * A client of image registries: OCI's distribution specification 1.1 and Docker's registry API,
 * which are the same protocol.
 *
 * <pre>
 *   RegistrySettings ─▶ Registries ──open(name, credentials, access)──▶ Repository
 *                           │                                              │ resolve, manifest, tags, referrers
 *                           └─ login                                       │ download(blob) ─▶ ContentSink
 *                                                                          │ upload(blob)   ◀─ BlobSource
 *                                                                          └ putManifest, mount, has
 * </pre>
 *
 * A pull is:
 *
 * <pre>{@code
 * try (Repository repository = registries.open(name, credentials, Access.PULL)) {
 *   Descriptor target = repository.resolve(name);          // HEAD: digest and size
 *   FetchedManifest top = repository.manifest(target);     // checked against its digest
 *   repository.download(layer, sink, RetryListener.NONE);  // goes on at sink.offset()
 * }
 * }</pre>
 *
 * Calls block, and are ended by interrupting their thread; a {@link
 * dev.stevedore.lib.registry.Repository} may be used by many threads. What fails is a {@link
 * dev.stevedore.lib.registry.RegistryException}, with the words that Docker has for it.
 *
 * <p>What does not belong here: content stores, image names of an engine, how progress is shown.
 */
@NullMarked
package dev.stevedore.lib.registry;

import org.jspecify.annotations.NullMarked;
