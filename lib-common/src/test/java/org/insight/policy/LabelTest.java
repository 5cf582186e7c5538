package org.insight.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LabelTest {

  @Provide
  Arbitrary<Label> labels() {
    return Policies.labels();
  }

  @Property
  void combiningIsAssociative(
      @ForAll("labels") Label a, @ForAll("labels") Label b, @ForAll("labels") Label c) {
    assertThat(a.with(b).with(c)).isEqualTo(a.with(b.with(c)));
  }

  @Property
  void combiningIsCommutative(@ForAll("labels") Label a, @ForAll("labels") Label b) {
    assertThat(a.with(b)).isEqualTo(b.with(a));
    assertThat(a.with(b).id()).isEqualTo(b.with(a).id());
  }

  @Property
  void combiningIsIdempotent(@ForAll("labels") Label a) {
    assertThat(a.with(a)).isEqualTo(a);
  }

  @Property
  void equalLabelsAndOnlyTheyHaveEqualIds(@ForAll("labels") Label a, @ForAll("labels") Label b) {
    assertThat(a.id().equals(b.id())).isEqualTo(a.equals(b));
  }

  @Test
  void aLabelOfOnePolicyHasItsId() {
    assertThat(Label.of("abc").id()).isEqualTo("abc");
    assertThat(Label.of(List.of("abc"), List.of("d")).id()).matches("[0-9a-f]{32}");
  }

  @Test
  void theOrderOfAGivenSetDoesNotMatter() {
    TreeSet<String> backwards = new TreeSet<>(java.util.Comparator.reverseOrder());
    backwards.addAll(List.of("a", "b", "c"));
    assertThat(new Label(backwards, new TreeSet<>()).id())
        .isEqualTo(Label.of(List.of("a", "b", "c"), List.of()).id());
  }

  @Test
  void aLabelThatGrantsNothingWouldBeOpenToAllAndIsRefused() {
    assertThatThrownBy(() -> Label.of(List.of(), List.of("a")))
        .hasMessageStartingWith("Cannot label a row: it grants no base policy");
  }

  @Test
  void oneIdMustNotLookLikeTwo() {
    assertThatThrownBy(() -> Label.of("a,b"))
        .hasMessage("Cannot label a row: not the id of a base policy, found a,b");
  }
}
