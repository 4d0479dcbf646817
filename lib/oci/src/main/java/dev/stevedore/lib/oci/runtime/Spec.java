package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.json.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of a container: {@code config.json} of a bundle (config.md).
 *
 * @param ociVersion version of the specification it follows
 * @param process the container's process; not needed before start
 * @param root the root file system
 * @param hostname host name in a new UTS namespace
 * @param domainname NIS domain name in a new UTS namespace
 * @param mounts mounts on top of the root, in this order
 * @param hooks programs to run at points of the life cycle
 * @param annotations arbitrary metadata
 * @param linux what only Linux has
 */
public record Spec(
    String ociVersion,
    Optional<Process> process,
    Optional<Root> root,
    String hostname,
    String domainname,
    List<Mount> mounts,
    Optional<Hooks> hooks,
    Map<String, String> annotations,
    Optional<Linux> linux) {
  /** Keeps copies of the lists and maps. */
  public Spec {
    mounts = List.copyOf(mounts);
    annotations = Ordered.copyOf(annotations);
  }

  /** The version of the specification that these records were written after. */
  public static final String VERSION = "1.3.0";

  /**
   * Parses the text of a {@code config.json}.
   *
   * @throws dev.stevedore.lib.oci.json.JsonFormatException if it is not JSON, or a field is wrong
   */
  public static Spec parse(String json) {
    return read(ObjectReader.parse(json));
  }

  /** Starts with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts with everything as it is here. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.ociVersion = ociVersion;
    b.process = process;
    b.root = root;
    b.hostname = hostname;
    b.domainname = domainname;
    b.mounts = mounts;
    b.hooks = hooks;
    b.annotations = annotations;
    b.linux = linux;
    return b;
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Spec read(ObjectReader in) {
    Builder b = new Builder();
    b.ociVersion = in.string("ociVersion");
    b.process = in.object("process", Process::read);
    b.root = in.object("root", Root::read);
    b.hostname = in.string("hostname", "");
    b.domainname = in.string("domainname", "");
    b.mounts = in.list("mounts", Mount::read);
    b.hooks = in.object("hooks", Hooks::read);
    b.annotations = in.stringMap("annotations");
    b.linux = in.object("linux", Linux::read);
    return b.build();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("ociVersion", ociVersion)
        .object("process", process, Process::toJson)
        .object("root", root, Root::toJson)
        .string("hostname", hostname)
        .string("domainname", domainname)
        .list("mounts", mounts, Mount::toJson)
        .object("hooks", hooks, Hooks::toJson)
        .stringMap("annotations", annotations)
        .object("linux", linux, Linux::toJson)
        .toJson();
  }

  /** Collects the fields of a {@link Spec}. */
  public static final class Builder {
    private String ociVersion = "";
    private Optional<Process> process = Optional.empty();
    private Optional<Root> root = Optional.empty();
    private String hostname = "";
    private String domainname = "";
    private List<Mount> mounts = List.of();
    private Optional<Hooks> hooks = Optional.empty();
    private Map<String, String> annotations = Map.of();
    private Optional<Linux> linux = Optional.empty();

    private Builder() {}

    /** Sets {@link Spec#ociVersion}. */
    public Builder ociVersion(String value) {
      this.ociVersion = value;
      return this;
    }

    /** Sets {@link Spec#process}. */
    public Builder process(Process value) {
      this.process = Optional.of(value);
      return this;
    }

    /** Sets {@link Spec#root}. */
    public Builder root(Root value) {
      this.root = Optional.of(value);
      return this;
    }

    /** Sets {@link Spec#hostname}. */
    public Builder hostname(String value) {
      this.hostname = value;
      return this;
    }

    /** Sets {@link Spec#domainname}. */
    public Builder domainname(String value) {
      this.domainname = value;
      return this;
    }

    /** Sets {@link Spec#mounts}. */
    public Builder mounts(List<Mount> value) {
      this.mounts = value;
      return this;
    }

    /** Sets {@link Spec#hooks}. */
    public Builder hooks(Hooks value) {
      this.hooks = Optional.of(value);
      return this;
    }

    /** Sets {@link Spec#annotations}. */
    public Builder annotations(Map<String, String> value) {
      this.annotations = value;
      return this;
    }

    /** Sets {@link Spec#linux}. */
    public Builder linux(Linux value) {
      this.linux = Optional.of(value);
      return this;
    }

    /** The record. */
    public Spec build() {
      return new Spec(
          ociVersion, process, root, hostname, domainname, mounts, hooks, annotations, linux);
    }
  }
}
