package org.insight.schemas;

/** The tables of the lake, by stage, in the order of the data's way. */
public final class Tables {

  public static final TableName ARRIVALS = TableName.of("landing.arrivals");
  public static final TableName ITEMS = TableName.of("landing.items");
  public static final TableName REJECTS = TableName.of("landing.rejects");
  public static final TableName RECORDS = TableName.of("landing.records");
  public static final TableName PAGES = TableName.of("text.pages");
  public static final TableName DOCUMENTS = TableName.of("text.documents");
  public static final TableName SENTENCES = TableName.of("text.sentences");
  public static final TableName FINGERPRINTS = TableName.of("text.fingerprints");
  public static final TableName DUPLICATES = TableName.of("text.duplicates");
  public static final TableName TRANSLATIONS = TableName.of("text.translations");
  public static final TableName CORRECTIONS = TableName.of("mentions.corrections");
  public static final TableName NAMES = TableName.of("mentions.names");
  public static final TableName IDENTIFIERS = TableName.of("mentions.identifiers");
  public static final TableName TIMES = TableName.of("mentions.times");
  public static final TableName PLACES = TableName.of("mentions.places");
  public static final TableName DESCRIBED = TableName.of("mentions.described");
  public static final TableName EVENTS = TableName.of("mentions.events");
  public static final TableName SUBJECTS = TableName.of("resolution.subjects");
  public static final TableName PROFILES = TableName.of("resolution.profiles");
  public static final TableName CANDIDATES = TableName.of("resolution.candidates");
  public static final TableName DECISIONS = TableName.of("resolution.decisions");
  public static final TableName MEMBERSHIPS = TableName.of("resolution.memberships");
  public static final TableName LEDGER = TableName.of("resolution.ledger");
  public static final TableName EDGES = TableName.of("links.edges");
  public static final TableName GROUPS = TableName.of("links.groups");
  public static final TableName PERSONS = TableName.of("curated.persons");
  public static final TableName ORGANISATIONS = TableName.of("curated.organisations");
  public static final TableName OBJECTS = TableName.of("curated.objects");
  public static final TableName CURATED_EVENTS = TableName.of("curated.events");
  public static final TableName LINKS = TableName.of("curated.links");
  public static final TableName TRENDS_MONTHLY = TableName.of("curated.trends_monthly");
  public static final TableName POLICIES = TableName.of("governance.policies");
  public static final TableName LABELS = TableName.of("governance.labels");
  public static final TableName READER_ACTS = TableName.of("governance.reader_acts");
  public static final TableName READERS = TableName.of("governance.readers");
  public static final TableName GRANTS = TableName.of("governance.grants");
  public static final TableName ENTITLEMENTS = TableName.of("governance.entitlements");
  public static final TableName AUDIT = TableName.of("governance.audit");
  public static final TableName WITHDRAWALS = TableName.of("governance.withdrawals");
  public static final TableName DECISION_ACTS = TableName.of("governance.decision_acts");
  public static final TableName CORRECTION_ACTS = TableName.of("governance.correction_acts");
  public static final TableName RUNS = TableName.of("governance.runs");

  private Tables() {}
}
