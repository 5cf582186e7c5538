package org.insight.observe;

import java.io.Serializable;

/**
 * An item that took long to read.
 *
 * @param item its id; its name may speak of persons
 * @param mediaType empty where it was not detected
 * @param sizeBytes size in bytes
 * @param seconds by the clock
 */
public record SlowItem(String item, String mediaType, long sizeBytes, double seconds)
    implements Serializable {}
