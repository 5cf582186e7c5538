package org.insight.jobs.text.ocr;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A model in ONNX format with one input and one output of floats. It computes with one thread:
 * there is one process for each core.
 */
final class OnnxModel implements AutoCloseable {

  /**
   * What a model gives.
   *
   * @param values in the order of the shape, its last dimension fastest
   */
  record Output(FloatBuffer values, long[] shape) {}

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;

  /**
   * @param bytes of the file
   * @throws OrtException if they are no model
   */
  OnnxModel(byte[] bytes) throws OrtException {
    environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      // Each picture has its own size: a plan for one does not fit the next.
      options.setMemoryPatternOptimization(false);
      session = environment.createSession(bytes, options);
    }
    input = session.getInputNames().iterator().next();
  }

  /** Memory for values that the model takes without a copy. */
  static FloatBuffer buffer(int values) {
    return ByteBuffer.allocateDirect(Float.BYTES * values)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * @param values of {@link #buffer}, as many as the shape has
   * @throws OrtException if the model fails, as for want of memory
   */
  Output run(FloatBuffer values, long... shape) throws OrtException {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      return new Output(output.getFloatBuffer(), output.getInfo().getShape());
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      // Nothing of it is used any more.
    }
  }
}
