/**
 * Which documents and records share identifiers. Reads mentions.identifiers and governance.grants;
 * writes links.edges and links.groups.
 */
@NullMarked
package org.insight.jobs.links;

import org.jspecify.annotations.NullMarked;
