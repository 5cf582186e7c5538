package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is gathered of one person while a text is read. */
final class Person {

  private final List<NameSpan> names = new ArrayList<>();
  private final List<Mention> mentions = new ArrayList<>();
  private final Map<String, DescribedAttribute> attributes = new LinkedHashMap<>();
  private final Map<Role, Double> evidence = new EnumMap<>(Role.class);
  private final Set<String> tokens;
  private Sex sex = Sex.UNKNOWN;
  private Sex likelySex = Sex.UNKNOWN;
  private Role role = Role.OTHER;

  Person(Set<String> tokens) {
    this.tokens = tokens;
  }

  Set<String> tokens() {
    return tokens;
  }

  void addName(NameSpan name, Mention.Form form) {
    names.add(name);
    mentions.add(new Mention(name.begin(), name.end(), form));
  }

  void addMention(int begin, int end, Mention.Form form) {
    mentions.add(new Mention(begin, end, form));
  }

  /** Of two of one property and value, the surer one is kept. */
  void addAttribute(DescribedAttribute attribute) {
    attributes.merge(
        attribute.property() + '\0' + attribute.value(),
        attribute,
        (a, b) -> b.confidence() > a.confidence() ? b : a);
  }

  void addEvidence(Role told, double weight) {
    evidence.merge(told, weight, Double::sum);
  }

  double evidence(Role told) {
    return evidence.getOrDefault(told, 0.0);
  }

  /** The role with the most evidence; OTHER if there is none. */
  Role likeliest() {
    Role best = Role.OTHER;
    for (Role told : Role.values()) {
      if (evidence(told) > evidence(best)) {
        best = told;
      }
    }
    return best;
  }

  List<NameSpan> names() {
    return names;
  }

  List<Mention> mentions() {
    return mentions;
  }

  List<DescribedAttribute> attributes() {
    return List.copyOf(attributes.values());
  }

  Sex sex() {
    return sex;
  }

  /** What is told first stays. */
  void tellSex(Sex told) {
    sex = sex == Sex.UNKNOWN ? told : sex;
  }

  /** What the given name suggests, if the text does not tell. */
  Sex likelySex() {
    return sex == Sex.UNKNOWN ? likelySex : sex;
  }

  void suggestSex(Sex suggested) {
    likelySex = likelySex == Sex.UNKNOWN ? suggested : likelySex;
  }

  Role role() {
    return role;
  }

  void setRole(Role role) {
    this.role = role;
  }

  boolean isOfCase() {
    return role != Role.OFFICE;
  }

  /** The longest of its names. */
  String name() {
    String longest = "";
    for (NameSpan name : names) {
      longest = name.normalForm().length() > longest.length() ? name.normalForm() : longest;
    }
    return longest;
  }
}
