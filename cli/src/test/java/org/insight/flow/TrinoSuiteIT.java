package org.insight.flow;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/**
 * The tests of Trino, of its clients and of PostgreSQL, in one JVM, for they share one lab, which
 * the first of them starts. Each can be run by itself too.
 */
@Suite
@SelectClasses({
  TrinoLeaksIT.class,
  TrinoHiddenArrivalsIT.class,
  TrinoAuditIT.class,
  ClientsIT.class,
  TrinoIT.class,
  TrinoNonInterferenceIT.class,
  KilledServersIT.class,
  TrinoRightsIT.class,
  ConcurrentWritersIT.class
})
class TrinoSuiteIT {}
