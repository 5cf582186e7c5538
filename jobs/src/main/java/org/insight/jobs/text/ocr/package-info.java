/**
 * Reading pictures of pages, in processes of their own: native code and hostile pictures can end
 * such a process, and nothing else.
 */
@NullMarked
package org.insight.jobs.text.ocr;

import org.jspecify.annotations.NullMarked;
