package org.insight.jobs.text.ocr;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.PDFStreamEngine;
import org.apache.pdfbox.contentstream.operator.DrawObject;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.contentstream.operator.state.Concatenate;
import org.apache.pdfbox.contentstream.operator.state.Restore;
import org.apache.pdfbox.contentstream.operator.state.Save;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;

/**
 * How much of a page of a PDF its images cover, by where they are put: none is decoded. What lies
 * upon another counts as if it lay beside it.
 */
final class PageCover extends PDFStreamEngine {

  /** Of the page, from which it is taken to be a scan. */
  private static final double MOST_OF_IT = 0.5;

  private final Rectangle2D sheet;
  private double covered;

  private PageCover(PDPage page) {
    PDRectangle box = page.getCropBox();
    sheet =
        new Rectangle2D.Double(
            box.getLowerLeftX(), box.getLowerLeftY(), box.getWidth(), box.getHeight());
    addOperator(new Concatenate(this));
    addOperator(new Save(this));
    addOperator(new Restore(this));
    addOperator(new DrawObject(this));
  }

  /** Whether images cover most of a page. */
  static boolean ofImages(PDPage page) throws IOException {
    PageCover cover = new PageCover(page);
    cover.processPage(page);
    return cover.covered >= MOST_OF_IT * cover.sheet.getWidth() * cover.sheet.getHeight();
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    boolean object = operator.getName().equals(OperatorName.DRAW_OBJECT);
    if (operator.getName().equals(OperatorName.BEGIN_INLINE_IMAGE)
        || (object
            && !operands.isEmpty()
            && operands.get(0) instanceof COSName name
            && getResources().isImageXObject(name))) {
      add(getGraphicsState().getCurrentTransformationMatrix());
    } else {
      super.processOperator(operator, operands);
    }
  }

  /** An image fills the unit square of its matrix (ISO 32000-1, 8.9.5). */
  private void add(Matrix place) {
    Point2D corner = place.transformPoint(0, 0);
    Rectangle2D image = new Rectangle2D.Double(corner.getX(), corner.getY(), 0, 0);
    image.add(place.transformPoint(1, 0));
    image.add(place.transformPoint(0, 1));
    image.add(place.transformPoint(1, 1));
    Rectangle2D seen = image.createIntersection(sheet);
    if (!seen.isEmpty()) {
      covered += seen.getWidth() * seen.getHeight();
    }
  }
}
