package org.insight.jobs.mentions.times;

import java.time.LocalDateTime;
import org.insight.jobs.mentions.corrections.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * A time in a text.
 *
 * @param begin first UTF-16 unit
 * @param end after the last
 * @param text the words as written
 * @param value ISO 8601, as exact as the words: {@code 2026}, {@code 2026-03}, {@code 2026-W10},
 *     {@code 2026-03-02}, {@code 2026-03-02T14}, {@code 2026-03-02T14:30}, or two of them as {@code
 *     2026-03-02/2026-03-03}. A part of a day has its day's value. What is not known is written as
 *     in TIMEX3: {@code XXXX-03-02}, {@code XXXX-XX-XX}, {@code XXXX-WXX}, {@code T14:30}.
 * @param from the first moment, local time; null if the words need a date that is not known
 * @param until after the last moment, local time; null with {@code from}
 * @param granularity how exact the words are
 * @param relative whether the value needs the document's date or another time of the text. A clock
 *     time beside its date does not.
 * @param role what it is the time of
 */
public record FoundTime(
    int begin,
    int end,
    String text,
    String value,
    @Nullable LocalDateTime from,
    @Nullable LocalDateTime until,
    Granularity granularity,
    boolean relative,
    TimeRole role)
    implements Stretch {}
