package dev.stevedore.dockerd.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.check.Inspection.Finding;
import dev.stevedore.dockerd.check.Inspection.Look;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /system/check} says what does not fit, {@code POST /system/check} puts it right, too.
 * The answer:
 *
 * <pre>
 * {"Checked":  [{"Subject": "links", "Count": 4, "Error": ""}, …],
 *  "Findings": [{"Subject": "links", "Name": "veth1a2b3c4", "Problem": "…",
 *                "Repaired": false, "Error": ""}, …]}
 * </pre>
 *
 * A container may be starting while we look, so only what is still wrong a little later counts.
 */
public final class CheckEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(CheckEndpoint.class);
  private static final Duration LATER = Duration.ofMillis(700);

  private final List<Inspection> inspections;

  /** Serves these inspections. */
  public CheckEndpoint(List<Inspection> inspections) {
    this.inspections = List.copyOf(inspections);
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.get("/system/check", exchange -> check(exchange, false));
    router.post("/system/check", exchange -> check(exchange, true));
  }

  private void check(Exchange exchange, boolean repair) throws IOException, InterruptedException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode checked = answer.putArray("Checked");
    ArrayNode findings = answer.putArray("Findings");
    List<List<Finding>> first = new ArrayList<>();
    for (Inspection inspection : inspections) {
      ObjectNode line = checked.addObject().put("Subject", inspection.subject());
      try {
        Look look = inspection.look();
        first.add(look.findings());
        line.put("Count", look.count()).put("Error", "");
      } catch (IOException | RuntimeException e) {
        LOG.warn("check of {}: {}", inspection.subject(), e.toString());
        first.add(List.of());
        line.put("Count", 0).put("Error", String.valueOf(e.getMessage()));
      }
    }
    if (first.stream().anyMatch(list -> !list.isEmpty())) {
      Thread.sleep(LATER);
    }
    for (int i = 0; i < inspections.size(); i++) {
      Inspection inspection = inspections.get(i);
      if (!first.get(i).isEmpty()) {
        for (Finding finding : still(first.get(i), inspection.look().findings())) {
          add(findings.addObject(), inspection.subject(), finding, repair);
        }
      }
    }
    exchange.respond(answer);
  }

  private static List<Finding> still(List<Finding> before, List<Finding> now) {
    return now.stream().filter(f -> before.stream().anyMatch(f::isSame)).toList();
  }

  private static void add(ObjectNode json, String subject, Finding finding, boolean repair)
      throws InterruptedException {
    json.put("Subject", subject).put("Name", finding.name()).put("Problem", finding.problem());
    String error = "";
    boolean repaired = false;
    if (repair) {
      try {
        finding.repair().run();
        repaired = true;
        LOG.info("{} {}: {}: repaired", subject, finding.name(), finding.problem());
      } catch (IOException | RuntimeException e) {
        error = String.valueOf(e.getMessage());
        LOG.warn("{} {}: {}: {}", subject, finding.name(), finding.problem(), error);
      }
    }
    json.put("Repaired", repaired).put("Error", error);
  }
}
