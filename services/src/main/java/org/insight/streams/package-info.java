/**
 * Sources that never end, as Structured Streaming reads them: a drop folder and topics of Kafka;
 * both give the files of {@code landing.inbox}.
 */
@NullMarked
package org.insight.streams;

import org.jspecify.annotations.NullMarked;
