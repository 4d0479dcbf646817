package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Filters;
import dev.stevedore.dockerd.api.Handler;
import dev.stevedore.dockerd.api.PointInTime;
import dev.stevedore.dockerd.api.Query;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ImageLoading;
import dev.stevedore.dockerd.image.ImageRemoval;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.image.pull.ImagePull;
import dev.stevedore.dockerd.image.pull.Leftovers;
import dev.stevedore.dockerd.image.push.ImagePush;
import dev.stevedore.dockerd.registry.AuthConfig;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The endpoints of images. */
public final class ImageEndpoints {
  private static final Set<String> FILTERS =
      Set.of("dangling", "label", "before", "since", "reference", "until");

  private final ImageStore store;
  private final ImageRemoval removal;
  private final ImageLoading loading;
  private final ImagePull pull;
  private final ImagePush push;
  private final Leftovers leftovers;
  private final MakeEndpoints make;

  /** Serves images. */
  public ImageEndpoints(
      ImageStore store,
      ImageRemoval removal,
      ImageLoading loading,
      ImagePull pull,
      ImagePush push,
      Leftovers leftovers,
      MakeEndpoints make) {
    this.store = store;
    this.removal = removal;
    this.loading = loading;
    this.pull = pull;
    this.push = push;
    this.leftovers = leftovers;
    this.make = make;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.get("/images/json", this::list);
    router.post("/images/load", this::load);
    router.post("/images/create", this::pull);
    router.post("/images/prune", this::prune);
    Handler notYet = ImageEndpoints::notYet;
    router.post("/images/{name...}/push", this::push);
    router.post("/build", notYet);
    router.get("/images/{name...}/json", this::inspect);
    router.get("/images/{name...}/history", this::history);
    router.post("/images/{name...}/tag", this::tag);
    router.delete("/images/{name...}", this::remove);
  }

  private static void notYet(Exchange exchange) {
    throw new ApiException.NotImplemented("build is not available yet in Stevedore");
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = exchange.query().filters().accepting(FILTERS);
    List<ImageStore.Named> images = new ArrayList<>();
    for (ImageStore.Named named : store.list()) {
      if (matches(named, filters)) {
        referred(named, filters.get("reference")).ifPresent(images::add);
      }
    }
    images.sort(
        Comparator.comparing(
                (ImageStore.Named named) -> ImageViews.created(named.image().config().created()))
            .reversed());
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (ImageStore.Named named : images) {
      json.add(ImageViews.summary(named, store.size(named.image()), exchange.version()));
    }
    exchange.respond(json);
  }

  private boolean matches(ImageStore.Named named, Filters filters) {
    boolean dangling = named.tags().isEmpty();
    if (filters.has("dangling") && filters.isTrue("dangling", false) != dangling) {
      return false;
    }
    var created = ImageViews.created(named.image().config().created());
    for (String before : filters.get("before")) {
      if (!created.isBefore(ImageViews.created(store.find(before).config().created()))) {
        return false;
      }
    }
    for (String since : filters.get("since")) {
      if (!created.isAfter(ImageViews.created(store.find(since).config().created()))) {
        return false;
      }
    }
    return isOlder(named, filters)
        && filters.matchesPairs("label", named.image().defaults().stringMap("Labels"));
  }

  private static boolean isOlder(ImageStore.Named named, Filters filters) {
    return filters.get("until").stream()
        .map(PointInTime::parse)
        .allMatch(ImageViews.created(named.image().config().created())::isBefore);
  }

  /** The image with those of its names only that are asked for; empty if none is. */
  private static Optional<ImageStore.Named> referred(ImageStore.Named named, Set<String> patterns) {
    if (patterns.isEmpty()) {
      return Optional.of(named);
    }
    List<NamePattern> compiled = patterns.stream().map(NamePattern::new).toList();
    ImageStore.Named fewer =
        named.only(name -> compiled.stream().anyMatch(pattern -> pattern.matches(name)));
    return Optional.of(fewer).filter(it -> !it.containerdNames().isEmpty());
  }

  private ImageStore.Named named(Exchange exchange) {
    return store.named(store.find(exchange.path("name")));
  }

  private void inspect(Exchange exchange) throws IOException {
    ImageStore.Named named = named(exchange);
    exchange.respond(ImageViews.inspect(named, store.size(named.image()), exchange.version()));
  }

  private void history(Exchange exchange) throws IOException {
    ImageStore.Named named = named(exchange);
    exchange.respond(ImageViews.history(named, store.layerSizes(named.image())));
  }

  private void tag(Exchange exchange) throws IOException {
    Query query = exchange.query();
    Image image = store.find(exchange.path("name"));
    try {
      ImageReference reference = ImageReference.parse(query.text("repo"));
      if (reference.digest().isPresent()) {
        throw new ApiException.BadParameter("refusing to create a tag with a digest reference");
      }
      if (!query.text("tag").isEmpty()) {
        reference = reference.withTag(query.text("tag"));
      }
      loading.tag(image, reference.withDefaultTag());
    } catch (InvalidReferenceException e) {
      throw new ApiException.BadParameter("invalid reference format", e);
    }
    exchange.respondEmpty(201);
  }

  private void remove(Exchange exchange) throws IOException {
    // "noprune" would keep parents; images have none here.
    exchange.respond(view(removal.remove(exchange.path("name"), exchange.query().isTrue("force"))));
  }

  private static ArrayNode view(List<ImageRemoval.Step> steps) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (ImageRemoval.Step step : steps) {
      json.addObject().put(step.untagged() ? "Untagged" : "Deleted", step.what());
    }
    return json;
  }

  private void prune(Exchange exchange) throws IOException {
    Filters filters =
        exchange.query().filters().accepting(Set.of("dangling", "label", "label!", "until"));
    boolean all = !filters.isTrue("dangling", true);
    ImageRemoval.Pruned pruned =
        removal.prune(
            named -> {
              var labels = named.image().defaults().stringMap("Labels");
              return (all || named.tags().isEmpty())
                  && isOlder(named, filters)
                  && filters.matchesPairs("label", labels)
                  && (!filters.has("label!") || !filters.matchesPairs("label!", labels));
            });
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("ImagesDeleted", view(pruned.steps()));
    json.put("SpaceReclaimed", pruned.bytes() + leftovers.clear());
    exchange.respond(json);
  }

  private void pull(Exchange exchange) throws IOException, InterruptedException {
    Query query = exchange.query();
    if (!query.text("fromSrc").isEmpty()) {
      make.importImage(exchange);
      return;
    }
    ImagePull.Request request =
        new ImagePull.Request(
            reference(query.text("fromImage"), query.text("tag")),
            PlatformParameter.of(query),
            AuthConfig.of(exchange));
    ProgressJson.answer(exchange, progress -> pull.pull(request, progress));
  }

  private void push(Exchange exchange) throws IOException, InterruptedException {
    if (!exchange.query().text("platform").isEmpty()) {
      throw new ApiException.BadParameter(
          "push --platform is not available: an image has one platform here");
    }
    ImageReference name = reference(exchange.path("name"), exchange.query().text("tag"));
    ProgressJson.answer(exchange, progress -> push.push(name, AuthConfig.of(exchange), progress));
  }

  /**
   * A name with what comes apart from it.
   *
   * @param tag a tag or a digest; empty for neither
   */
  private static ImageReference reference(String name, String tag) {
    try {
      // "pull -a" of old clients ends the name with a colon.
      ImageReference parsed = ImageReference.parse(name.replaceFirst(":$", ""));
      if (tag.isEmpty()) {
        return parsed;
      }
      return tag.indexOf(':') >= 0 ? parsed.withDigest(Digest.parse(tag)) : parsed.withTag(tag);
    } catch (InvalidReferenceException e) {
      throw new ApiException.BadParameter(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new ApiException.BadParameter("invalid reference format", e);
    }
  }

  private void load(Exchange exchange) throws IOException {
    Platform platform = SaveEndpoint.platform(exchange).orElseGet(Platform::host);
    boolean quiet = exchange.query().isTrue("quiet");
    // Begun with the first line, so that a client that asked for no progress waits for the end.
    try (LazyStream out = new LazyStream(exchange)) {
      loading.load(
          exchange.body(),
          platform,
          (id, size) -> {
            if (!quiet) {
              ObjectNode json = JsonNodeFactory.instance.objectNode();
              json.put("status", "Loading layer");
              json.putObject("progressDetail").put("current", size).put("total", size);
              json.put("id", id);
              out.write(json);
            }
          },
          text -> out.write(JsonNodeFactory.instance.objectNode().put("stream", text + "\n")),
          error -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.putObject("errorDetail").put("message", error);
            json.put("error", error);
            out.write(json);
          });
    }
  }
}
