package org.insight.jobs.mentions.described;

import java.util.List;

/**
 * A person, organisation, vehicle or account that a text describes.
 *
 * @param id number in the text, from 0
 * @param schema FollowTheMoney schema: Person, Organization, Vehicle or BankAccount
 * @param name the fullest name in normal form; empty for vehicles and accounts
 * @param role in the case; OTHER for all but persons
 * @param owner {@code id} of the person who has the vehicle or the account; -1 if none is told
 * @param mentions in the order of the text
 */
public record DescribedSubject(
    int id,
    String schema,
    String name,
    Role role,
    int owner,
    List<Mention> mentions,
    List<DescribedAttribute> attributes) {}
