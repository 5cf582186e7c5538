package org.insight.jobs.reports;

import java.time.YearMonth;
import java.util.Locale;

/**
 * A figure of the report and the one query that gives it. Counts that cannot be added up (documents
 * that tell of two places) are counted from the rows that the reader sees, never summed. Every
 * order is total, so that a report of the same rows has the same bytes. What is dated after the
 * month of the report ({@code :month}) is in no figure by month, or a typing error in the date of
 * some documents would push the months of all others off; how much it is, is a figure of its own,
 * as is what lies before the months that are shown, which follow each other so that an axis of time
 * is one. Identifiers are null for a reader whose clearance does not let him see any: then their
 * number is none, not 0.
 */
enum Figure {
  KEY_FIGURES(
      """
      SELECT (SELECT count(*) FROM landing.items) AS items,
             (SELECT count(*) FROM text.documents) AS documents,
             (SELECT count(DISTINCT entity_id) FROM curated.persons) AS persons,
             (SELECT count(DISTINCT link_id) FROM curated.links) AS links,
             (SELECT count(DISTINCT group_id) FROM links.groups) AS groups,
             (SELECT count(*) FROM landing.rejects) AS rejects
      """),
  TRENDS(
      """
      WITH dated AS (
        SELECT DISTINCT d.document_id, trunc(d.dated_on, 'MONTH') AS month, e.code AS offence
        FROM text.documents d JOIN mentions.events e ON e.document_id = d.document_id
        WHERE e.kind = 'offence' AND e.status = 'asserted'
          AND trunc(d.dated_on, 'MONTH') <= :month),
      recent AS (
        SELECT DISTINCT month FROM dated
        WHERE month > add_months((SELECT max(month) FROM dated), -36)),
      leading AS (
        SELECT offence FROM dated JOIN recent USING (month)
        GROUP BY offence ORDER BY count(*) DESC, offence LIMIT 10)
      SELECT month, offence, count(*) AS documents
      FROM dated JOIN recent USING (month) JOIN leading USING (offence)
      GROUP BY month, offence
      ORDER BY month, offence
      """),
  MONTHS(
      """
      WITH dated AS (
        SELECT d.document_id, trunc(d.dated_on, 'MONTH') AS month
        FROM text.documents d
        WHERE trunc(d.dated_on, 'MONTH') <= :month
          AND d.document_id IN (
            SELECT document_id FROM mentions.events
            WHERE kind = 'offence' AND status = 'asserted')),
      recent AS (
        SELECT DISTINCT month FROM dated
        WHERE month > add_months((SELECT max(month) FROM dated), -36))
      SELECT month, count(DISTINCT document_id) AS documents
      FROM dated JOIN recent USING (month)
      GROUP BY month
      ORDER BY month
      """),
  BEFORE(
      """
      WITH dated AS (
        SELECT d.document_id, trunc(d.dated_on, 'MONTH') AS month
        FROM text.documents d
        WHERE trunc(d.dated_on, 'MONTH') <= :month
          AND d.document_id IN (
            SELECT document_id FROM mentions.events
            WHERE kind = 'offence' AND status = 'asserted')),
      shown AS (SELECT add_months(max(month), -35) AS first_month FROM dated)
      SELECT first_month, count(DISTINCT document_id) AS documents
      FROM dated CROSS JOIN shown
      WHERE month < first_month
      GROUP BY first_month
      """),
  AHEAD(
      """
      SELECT :month AS report_month, count(DISTINCT d.document_id) AS documents
      FROM text.documents d
      WHERE trunc(d.dated_on, 'MONTH') > :month
        AND d.document_id IN (
          SELECT document_id FROM mentions.events
          WHERE kind = 'offence' AND status = 'asserted')
      HAVING count(DISTINCT d.document_id) > 0
      """),
  OFFENCES(
      """
      WITH offences AS (
        SELECT DISTINCT document_id, code AS offence, place_id FROM mentions.events
        WHERE kind = 'offence' AND status = 'asserted'),
      pairs AS (
        SELECT offence, country, count(DISTINCT o.document_id) AS documents
        FROM offences o JOIN mentions.places p ON p.mention_id = o.place_id
        WHERE p.role = 'incident' AND p.country <> '' GROUP BY offence, country),
      ranked AS (
        SELECT *, row_number() OVER (
          PARTITION BY offence ORDER BY documents DESC, country) AS position FROM pairs),
      named AS (
        SELECT offence, count(*) AS incident_countries,
               transform(
                 slice(array_sort(collect_list(struct(position, country))), 1, 5),
                 pair -> pair.country) AS leading_countries
        FROM ranked GROUP BY offence)
      SELECT offence, count(DISTINCT document_id) AS documents,
             coalesce(max(incident_countries), 0) AS incident_countries,
             max(leading_countries) AS leading_countries
      FROM offences LEFT JOIN named USING (offence)
      GROUP BY offence
      ORDER BY documents DESC, offence
      """),
  COUNTRIES(
      """
      SELECT p.country, count(DISTINCT p.document_id) AS documents
      FROM mentions.events e JOIN mentions.places p ON p.mention_id = e.place_id
      WHERE e.kind = 'offence' AND e.status = 'asserted' AND p.role = 'incident' AND p.country <> ''
        AND p.document_id IN (SELECT document_id FROM text.documents WHERE dated_on IS NOT NULL)
      GROUP BY p.country
      ORDER BY documents DESC, p.country
      """),
  PLACES(
      """
      SELECT min(p.name) AS place_name, min(p.country) AS country,
             count(DISTINCT p.document_id) AS documents, min(p.latitude) AS latitude,
             min(p.longitude) AS longitude, p.key AS place, count(*) OVER () AS places
      FROM mentions.events e JOIN mentions.places p ON p.mention_id = e.place_id
      WHERE e.kind = 'offence' AND e.status = 'asserted' AND p.role = 'incident'
        AND p.precision <> 'country' AND p.latitude IS NOT NULL AND p.longitude IS NOT NULL
        AND p.document_id IN (SELECT document_id FROM text.documents WHERE dated_on IS NOT NULL)
      GROUP BY p.key
      ORDER BY documents DESC, p.key
      LIMIT 200
      """),
  MOVEMENT(
      """
      WITH placed AS (
        SELECT offence, place, min(place_name) AS place_name, min(country) AS country, month,
               sum(documents) AS documents
        FROM curated.trends_monthly
        WHERE place <> '' AND month <= :month
        GROUP BY offence, place, month),
      recent AS (
        SELECT DISTINCT month FROM placed
        WHERE month > add_months(
          (SELECT max(month) FROM curated.trends_monthly WHERE month <= :month), -24)),
      cells AS (SELECT * FROM placed JOIN recent USING (month)),
      peaks AS (
        SELECT offence, place, max(documents) AS peak,
               min_by(month, struct(-documents, month)) AS peak_month
        FROM cells GROUP BY offence, place),
      leading AS (
        SELECT offence FROM peaks GROUP BY offence
        ORDER BY max(peak) DESC, sum(peak) DESC, offence LIMIT 3),
      ranked AS (
        SELECT *, row_number() OVER (
          PARTITION BY offence ORDER BY peak DESC, peak_month, place) AS position
        FROM peaks JOIN leading USING (offence))
      SELECT c.offence, c.place, c.place_name, c.country, r.peak_month, c.month, c.documents
      FROM cells c JOIN ranked r ON r.offence = c.offence AND r.place = c.place
      WHERE r.position <= 6
      ORDER BY c.offence, r.peak_month, c.place, c.month
      """),
  PERSONS(
      """
      SELECT entity_id, caption, birth_dates, countries, CASE WHEN identifiers IS NOT NULL THEN size(identifiers) END AS identifiers,
             records, sources, independent_sources, grading, handling, conflicts, record_ids, restrictions
      FROM curated.persons
      ORDER BY independent_sources DESC, size(sources) DESC, records DESC, entity_id
      LIMIT 25
      """),
  LINKS(LinkQueries.LINKS),
  NETWORKS(LinkQueries.NETWORKS),
  GROUPS(
      """
      SELECT group_id, count(DISTINCT subject_id) AS subjects,
             count(DISTINCT CASE WHEN subject_kind = 'document' THEN subject_id END) AS documents,
             count(DISTINCT CASE WHEN subject_kind = 'record' THEN subject_id END) AS records,
             array_sort(collect_set(subject_id)) AS subject_ids,
             array_sort(collect_set(restrictions)) AS restrictions
      FROM links.groups
      GROUP BY group_id
      ORDER BY subjects DESC, group_id
      LIMIT 10
      """),
  ITEMS(
      """
      SELECT i.kind, count(*) AS items, count(d.document_id) AS with_text,
             sum(CASE WHEN size(i.issues) > 0 THEN 1 ELSE 0 END) AS with_issues
      FROM landing.items i LEFT JOIN text.documents d ON d.document_id = i.item_id
      GROUP BY i.kind
      ORDER BY items DESC, kind
      """),
  REJECTS(
      """
      SELECT reason_code, min(reason) AS example, count(*) AS items
      FROM landing.rejects
      GROUP BY reason_code
      ORDER BY items DESC, reason_code
      """),
  IDENTIFIERS(
      """
      SELECT kind, count(*) AS mentions,
             CASE WHEN count(value) > 0 THEN count(DISTINCT value) END AS different,
             sum(CASE WHEN checked THEN 1 ELSE 0 END) AS checked
      FROM mentions.identifiers
      GROUP BY kind
      ORDER BY mentions DESC, kind
      """),
  DATES(
      """
      SELECT coalesce(dated_by, 'none') AS dated_by, count(*) AS documents
      FROM text.documents
      GROUP BY coalesce(dated_by, 'none')
      ORDER BY documents DESC, dated_by
      """),
  RESTRICTIONS(
      """
      SELECT restrictions, count(*) AS items
      FROM (SELECT restrictions FROM landing.items
            UNION ALL SELECT restrictions FROM landing.rejects)
      GROUP BY restrictions
      ORDER BY items DESC, restrictions
      """);

  private final String sql;

  Figure(String sql) {
    this.sql = sql.strip();
  }

  /** The query, in a report of a month. */
  String sql(YearMonth month) {
    return sql.replace(":month", "DATE '" + month.atDay(1) + "'");
  }

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
