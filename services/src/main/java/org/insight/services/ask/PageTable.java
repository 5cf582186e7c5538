package org.insight.services.ask;

import java.util.List;

/** A table of an answer, for the terminal and for pages. */
public record PageTable(String title, List<String> heading, List<List<String>> rows) {}
