package org.insight.jobs.reports;

import java.util.stream.Collectors;
import org.insight.findings.LinkStrength;

/**
 * The queries of the report's links. The strength is that of {@link LinkStrength}, over all links
 * that the reader sees. A report is for readers who need no identifiers, so these queries give
 * kinds of what is shared and never a value.
 */
final class LinkQueries {

  /** What stands for an act or a text: it is at the end of a link, and is nobody and no thing. */
  private static final String NO_ENDS = "('Document', 'Call', 'Payment')";

  /** Each link with its strength in bits. */
  private static final String WEIGHED =
      """
      one AS (
        SELECT link_id, min(source_id) AS source_id, min(source_caption) AS source_caption,
               min(source_kind) AS source_kind, min(target_id) AS target_id,
               min(target_caption) AS target_caption, min(target_kind) AS target_kind,
               array_sort(array_distinct(flatten(collect_list(kinds)))) AS kinds,
               array_sort(array_distinct(flatten(collect_list(l.values)))) AS shared,
               array_sort(array_distinct(flatten(collect_list(edge_ids)))) AS edge_ids,
               min(independent_sources) AS independent_sources,
               array_sort(array_distinct(flatten(collect_list(grading)))) AS grading,
               array_sort(array_distinct(flatten(collect_list(handling)))) AS handling,
               array_sort(collect_set(restrictions)) AS restrictions
        FROM curated.links l
        GROUP BY link_id),
      shares AS (
        SELECT link_id, end_id, share
        FROM one
        LATERAL VIEW explode(array(source_id, target_id)) e AS end_id
        LATERAL VIEW explode(CASE WHEN size(shared) > 0 THEN shared ELSE kinds END) s AS share),
      counted AS (
        SELECT link_id, share, count(*) OVER (PARTITION BY end_id, share) AS others FROM shares),
      rarest AS (
        SELECT link_id, substring_index(share, ':', 1) AS kind, 1 + min(others) AS sharing
        FROM counted
        GROUP BY link_id, substring_index(share, ':', 1)),
      seen AS (SELECT count(DISTINCT end_id) AS ends FROM shares),
      strengths AS (
        SELECT link_id,
               greatest(0, round(:scale - log2(greatest(1, round(pow(2, :scale) * aggregate(
                 array_sort(collect_list(struct(
                   kind, greatest(pow(2, -:most), least(1, sharing / ends)) AS chance))),
                 pow(2, 0), (product, each) -> product * each.chance)))), 3)) AS strength
        FROM rarest CROSS JOIN seen
        GROUP BY link_id),
      """
          .replace(":scale", Integer.toString(LinkStrength.SCALE))
          .replace(":most", Integer.toString(LinkStrength.MOST_OF_A_KIND));

  /** The strongest links of persons to persons, organisations and things. */
  static final String LINKS =
      "WITH "
          + WEIGHED
          + """
            persons AS (
              SELECT *
              FROM one JOIN strengths USING (link_id)
              WHERE 'Person' IN (source_kind, target_kind)
                AND source_kind NOT IN :none AND target_kind NOT IN :none)
            SELECT rank() OVER (ORDER BY strength DESC, independent_sources DESC) AS rank,
                   source_id, source_caption, source_kind, target_id, target_caption, target_kind,
                   kinds, strength, independent_sources, grading, handling, edge_ids,
                   restrictions, count(*) OVER () AS links
            FROM persons
            ORDER BY strength DESC, independent_sources DESC, link_id
            LIMIT 25
            """
              .replace(":none", NO_ENDS);

  /**
   * Links of which {@link NotableNetworks} makes networks: those of persons of interest first, then
   * the strongest.
   */
  static final String NETWORKS =
      "WITH "
          + WEIGHED
          + """
            said AS (
              SELECT entity_id, role
              FROM resolution.memberships m JOIN mentions.described d
                ON d.described_id = m.record_id
              WHERE role IN ('suspect', 'victim', 'witness')
              UNION
              SELECT entity_id, topic
              FROM curated.persons LATERAL VIEW explode(topics) t AS topic
              WHERE topic IN ('wanted', 'sanction')),
            roles AS (
              SELECT entity_id, array_sort(collect_set(role)) AS roles,
                     CASE WHEN max(role IN (:interest)) THEN 1 ELSE 0 END AS interest
              FROM said
              GROUP BY entity_id),
            births AS (
              SELECT entity_id, array_sort(collect_set(substring(birth, 1, 4))) AS born
              FROM curated.persons LATERAL VIEW explode(birth_dates) b AS birth
              GROUP BY entity_id)
            SELECT source_id, source_caption, source_kind, s.roles AS source_roles,
                   sb.born AS source_born, target_id, target_caption, target_kind,
                   t.roles AS target_roles, tb.born AS target_born, kinds, strength,
                   independent_sources, grading, handling, edge_ids, restrictions
            FROM one JOIN strengths USING (link_id)
            LEFT JOIN roles s ON s.entity_id = source_id
            LEFT JOIN roles t ON t.entity_id = target_id
            LEFT JOIN births sb ON sb.entity_id = source_id
            LEFT JOIN births tb ON tb.entity_id = target_id
            WHERE strength >= :least
              AND source_kind NOT IN :none AND target_kind NOT IN :none
            ORDER BY coalesce(s.interest, 0) + coalesce(t.interest, 0) DESC, strength DESC,
                     link_id
            LIMIT 500
            """
              .replace(":none", NO_ENDS)
              .replace(":least", Double.toString(LinkStrength.LEAST_OF_A_NETWORK))
              .replace(
                  ":interest",
                  NotableNetworks.OF_INTEREST.stream()
                      .sorted()
                      .map(role -> "'" + role + "'")
                      .collect(Collectors.joining(", ")));

  private LinkQueries() {}
}
