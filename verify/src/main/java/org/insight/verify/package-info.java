/**
 * Recomputes every label of the lake from the rows that each row was made from, and says where it
 * differs. Shares with the jobs the algebra of policies, the scores of pairs, the contracts and the
 * reading of tables, and nothing else: what a job gets wrong, this must not get wrong in the same
 * way.
 */
@NullMarked
package org.insight.verify;

import org.jspecify.annotations.NullMarked;
