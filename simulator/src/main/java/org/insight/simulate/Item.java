package org.insight.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of the inbox and what is true of it.
 *
 * @param path below the inbox, with slashes
 * @param policy id of the policy in effect; null where there is none
 * @param policyFrom {@code folder}, {@code sidecar}, {@code header}, {@code embedded} or {@code
 *     none}
 * @param sidecar policy in a file of its own beside it
 * @param defect what is wrong with the bytes, on purpose
 * @param language of the text, where there is one
 * @param texts what is true of each text in it
 */
record Item(
    long number,
    String kind,
    String path,
    byte[] bytes,
    @Nullable Policy policy,
    String policyFrom,
    @Nullable Policy sidecar,
    @Nullable String defect,
    @Nullable Language language,
    Trends.@Nullable Event event,
    List<Appearance> appearances,
    List<String> members,
    List<TextTruth> texts) {

  static Item of(long number, String kind, String path, byte[] bytes, @Nullable Policy policy) {
    return new Item(
        number,
        kind,
        path,
        bytes,
        policy,
        policy == null ? "none" : "folder",
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of());
  }

  Item with(List<Appearance> others) {
    return new Item(
        number,
        kind,
        path,
        bytes,
        policy,
        policyFrom,
        sidecar,
        defect,
        language,
        event,
        List.copyOf(others),
        members,
        texts);
  }

  Item about(Language spoken, Trends.Event what) {
    return new Item(
        number,
        kind,
        path,
        bytes,
        policy,
        policyFrom,
        sidecar,
        defect,
        spoken,
        what,
        appearances,
        members,
        texts);
  }

  Item telling(List<TextTruth> told) {
    return new Item(
        number,
        kind,
        path,
        bytes,
        policy,
        policyFrom,
        sidecar,
        defect,
        language,
        event,
        appearances,
        members,
        List.copyOf(told));
  }

  Item holding(List<String> names) {
    return new Item(
        number,
        kind,
        path,
        bytes,
        policy,
        policyFrom,
        sidecar,
        defect,
        language,
        event,
        appearances,
        List.copyOf(names),
        texts);
  }

  Item under(Policy own, String from) {
    return new Item(
        number,
        kind,
        path,
        bytes,
        own,
        from,
        sidecar,
        defect,
        language,
        event,
        appearances,
        members,
        texts);
  }

  Item beside(Policy own) {
    return new Item(
        number,
        kind,
        path,
        bytes,
        own,
        "sidecar",
        own,
        defect,
        language,
        event,
        appearances,
        members,
        texts);
  }

  Item broken(String how) {
    return new Item(
        number,
        kind,
        path,
        bytes,
        policy,
        policyFrom,
        sidecar,
        how,
        language,
        event,
        appearances,
        members,
        texts);
  }
}
