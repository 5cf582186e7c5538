package org.insight.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.insight.core.OneLine;

/**
 * What police data may be used for: the closed list of Article 10(2) of INTERPOL's Rules on the
 * Processing of Data.
 */
public enum Purpose {
  /** To search for a wanted person with a view to detention, arrest or restricting movement. */
  WANTED_PERSON("wanted-person"),
  /** To locate a person or an object of interest to the police. */
  LOCATE("locate"),
  /** To provide or obtain information on an investigation or on a person's criminal activities. */
  INVESTIGATION("investigation"),
  /** To warn of a person, an event, an object or a modus operandi related to crime. */
  WARNING("warning"),
  /** To identify a person or a dead body. */
  IDENTIFICATION("identification"),
  /** To carry out forensic analyses. */
  FORENSIC("forensic"),
  /** To carry out security checks. */
  SECURITY_CHECK("security-check"),
  /** To identify threats, crime trends and criminal networks. */
  CRIME_ANALYSIS("crime-analysis");

  private final String code;

  Purpose(String code) {
    this.code = code;
  }

  /** The word that policies and readers use. */
  public String code() {
    return code;
  }

  /**
   * Reads a list of codes.
   *
   * @throws IllegalArgumentException naming the first that is not of the list
   */
  public static SortedSet<Purpose> parseAll(Collection<String> codes) {
    SortedSet<Purpose> purposes = new TreeSet<>();
    for (String code : codes) {
      purposes.add(parse(code));
    }
    return purposes;
  }

  private static Purpose parse(String code) {
    for (Purpose purpose : values()) {
      if (purpose.code.equals(code.strip().toLowerCase(Locale.ROOT))) {
        return purpose;
      }
    }
    throw new IllegalArgumentException(
        "Cannot read a policy: unknown purpose, found " + OneLine.of(code));
  }
}
