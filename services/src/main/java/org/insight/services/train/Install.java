package org.insight.services.train;

/** Whether to get what a training needs and is not there. */
public enum Install {
  YES,
  NO
}
