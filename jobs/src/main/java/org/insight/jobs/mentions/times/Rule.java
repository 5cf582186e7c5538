package org.insight.jobs.mentions.times;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pattern and the names of its groups. */
record Rule(Pattern pattern, Set<String> groups) {

  private static final Pattern NAME = Pattern.compile("\\(\\?<([a-z][a-z0-9]*)>");

  static Rule of(String pattern) {
    return new Rule(
        Pattern.compile(pattern),
        NAME.matcher(pattern).results().map(r -> r.group(1)).collect(Collectors.toSet()));
  }

  /** What a group matched; null if the pattern has no such group or it took no part. */
  @Nullable String group(Matcher matcher, String name) {
    return groups.contains(name) ? matcher.group(name) : null;
  }
}
