package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who a process runs as, in the ids of the container's user namespace.
 *
 * @param uid user id
 * @param gid group id
 * @param umask file mode creation mask
 * @param additionalGids supplementary groups
 * @param username a name, which Linux does not use
 */
public record User(
    long uid, long gid, OptionalLong umask, List<Long> additionalGids, String username) {
  /** Keeps copies of the lists and maps. */
  public User {
    additionalGids = List.copyOf(additionalGids);
  }

  /** uid 0, gid 0 and no other group. */
  public static final User ROOT = new User(0, 0);

  /** A user with no other groups and the umask left as it is. */
  public User(long uid, long gid) {
    this(uid, gid, OptionalLong.empty(), List.of(), "");
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static User read(ObjectReader in) {
    return new User(
        in.uint32("uid", 0),
        in.uint32("gid", 0),
        in.optionalUint32("umask"),
        in.uint32s("additionalGids"),
        in.string("username", ""));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .number("uid", uid)
        .number("gid", gid)
        .number("umask", umask)
        .numbers("additionalGids", additionalGids)
        .string("username", username)
        .toJson();
  }
}
