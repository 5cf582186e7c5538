package org.insight.lake;

import org.insight.schemas.TableName;

/** One way in which rows break the contract of their table. */
public sealed interface Breach {

  /** One line, with counts and column names, never values. */
  String inWords();

  /** A column of the contract is not there. */
  record MissingColumn(TableName table, String column) implements Breach {
    @Override
    public String inWords() {
      return table + " lacks the column " + column;
    }
  }

  /** A column has another type. */
  record WrongType(TableName table, String column, String expected, String found)
      implements Breach {
    @Override
    public String inWords() {
      return table + "." + column + " must be " + expected + ", found " + found;
    }
  }

  /** A column that the contract does not know. */
  record UndeclaredColumn(TableName table, String column) implements Breach {
    @Override
    public String inWords() {
      return table + " has no column " + column + " by its contract";
    }
  }

  /** Rows without a value where one is required. */
  record NullInRequired(TableName table, String column, long rows) implements Breach {
    @Override
    public String inWords() {
      return table + "." + column + " is required, but null in " + rows + " rows";
    }
  }

  /** Rows without a policy: nobody could say who may see them. */
  record RowWithoutPolicy(TableName table, long rows) implements Breach {
    @Override
    public String inWords() {
      return table + ": " + rows + " rows without a policy";
    }
  }

  /** Rows that share a key. */
  record DuplicateGrain(TableName table, String grain, long keys) implements Breach {
    @Override
    public String inWords() {
      return table + ": " + keys + " keys of (" + grain + ") stand in more than one row";
    }
  }

  /** Rows of which an expectation is not true. */
  record Unexpected(TableName table, String because, long rows) implements Breach {
    @Override
    public String inWords() {
      return table + ": " + because + ", but not in " + rows + " rows";
    }
  }

  /** A run took more of a table's rows than it may. */
  record TooManyLost(TableName table, double share, long before, long after) implements Breach {
    @Override
    public String inWords() {
      return table
          + " must not lose more than "
          + Math.round(share * 100)
          + " % of its rows in one run, found "
          + after
          + " of "
          + before;
    }
  }

  /** Fewer rows than the table must have. */
  record TooFewRows(TableName table, long expected, long found) implements Breach {
    @Override
    public String inWords() {
      return table + " must have at least " + expected + " rows, found " + found;
    }
  }
}
