package org.insight.verify;

import org.insight.schemas.TableContract;

/** How the labels of one table follow from the rows that it was made from. */
interface Check {

  /**
   * Looks at every row of the table.
   *
   * @param examples most rows to name
   */
  Tally check(Sources sources, TableContract contract, int examples);
}
