package org.insight.jobs.mentions.events;

import java.math.BigDecimal;
import org.insight.jobs.mentions.corrections.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * Words of a text that say what happened.
 *
 * @param begin first UTF-16 unit
 * @param end after the last
 * @param text the words as written; of a commodity or money with its amount
 * @param code the code of {@link Taxonomy}; {@code money} for money
 * @param kind what the words name
 * @param status whether it happened
 * @param amount how much; null where the text does not say
 * @param unit of a commodity: kg, g, t, l, lb, oz, box, packet, pill, plant, round, piece; of money
 *     its ISO 4217 code, BTC, or the currency's name where several countries have one (dirham,
 *     dinar, peso, pound, riyal); null where the text does not say
 */
public record FoundEvent(
    int begin,
    int end,
    String text,
    String code,
    EventKind kind,
    EventStatus status,
    @Nullable BigDecimal amount,
    @Nullable String unit)
    implements Stretch {}
