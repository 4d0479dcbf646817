package dev.stevedore.runc.resctrl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.runtime.IntelRdt;
import dev.stevedore.runc.RuncException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResctrlGroupTest {
  private final FakeTree tree = new FakeTree();

  private ResctrlGroup group(IntelRdt settings) {
    return new ResctrlGroup(tree, "/r", settings, "box");
  }

  private static IntelRdt rdt(String closId, String l3, String bandwidth, String... schemata) {
    return new IntelRdt(closId, List.of(schemata), l3, bandwidth, false);
  }

  @Test
  void withoutANameTheGroupIsTheContainersAndGoesWithIt() {
    ResctrlGroup group = group(rdt("", "L3:0=7f", "MB:0=20", "L2:0=f"));
    List<String> made = group.toBeMade();
    group.create();
    group.enter(17);
    assertThat(made).containsExactly("/r/box");
    assertThat(tree.log)
        .containsExactly(
            "mkdir /r/box", "/r/box/schemata < L3:0=7f|MB:0=20|L2:0=f", "/r/box/tasks < 17");
    tree.log.clear();
    ResctrlGroup.remove(tree, String.join("\n", made));
    assertThat(tree.log).containsExactly("rmdir /r/box");
  }

  @Test
  void aNamedGroupIsMadeAndStays() {
    ResctrlGroup group = group(rdt("gold", "", "", "L3:0=3"));
    assertThat(group.toBeMade()).isEmpty();
    group.create();
    assertThat(tree.log).containsExactly("mkdir /r/gold", "/r/gold/schemata < L3:0=3");
  }

  @Test
  void aNamedGroupWithoutSchemataMustBeThere() {
    assertThatThrownBy(group(rdt("gold", "", ""))::create)
        .isInstanceOf(RuncException.class)
        .hasMessageContaining("\"gold\"");
    assertThat(tree.log).isEmpty();
    tree.makeDirectory("/r/gold");
    tree.log.clear();
    ResctrlGroup group = group(rdt("gold", "", ""));
    group.create();
    group.enter(17);
    assertThat(tree.log).containsExactly("/r/gold/tasks < 17");
  }

  @Test
  void aNamedGroupThatIsThereMustHaveTheSameSchemata() {
    tree.makeDirectory("/r/gold");
    tree.put("/r/gold/schemata", "    L3:0=007f0;1=0001f\n    MB:0= 20;1= 70\n");
    tree.log.clear();
    group(rdt("gold", "L3:1=1F;0=7f0", "MB:0=20")).create();
    assertThat(tree.log).as("nothing is written").isEmpty();
    assertThatThrownBy(group(rdt("gold", "L3:0=7f1", ""))::create)
        .hasMessageContaining("other schemata: L3:0=007f0;1=0001f, ");
    assertThatThrownBy(group(rdt("gold", "", "", "L2:0=1"))::create).isNotNull();
  }

  @Test
  void theClassOfAllIsTheTop() {
    ResctrlGroup group = group(rdt("/", "", ""));
    group.create();
    group.enter(3);
    assertThat(tree.log).containsExactly("/r/tasks < 3");
  }

  @Test
  void whatIsCountedApartIsInAGroupForThat() {
    ResctrlGroup group = group(new IntelRdt("/", List.of(), "", "", true));
    assertThat(group.toBeMade()).containsExactly("/r/mon_groups/box");
    group.create();
    group.enter(3);
    assertThat(tree.log)
        .containsExactly("mkdir /r/mon_groups/box", "/r/tasks < 3", "/r/mon_groups/box/tasks < 3");
  }

  @Test
  void whatTheKernelSaysIsTold() {
    ResctrlGroup group = group(rdt("", "L3:0=5", ""));
    tree.refusal = "The mask 5 has non-consecutive 1-bits";
    assertThatThrownBy(group::create)
        .hasMessageContaining("L3:0=5")
        .hasMessageContaining("(The mask 5 has non-consecutive 1-bits)");
  }
}
