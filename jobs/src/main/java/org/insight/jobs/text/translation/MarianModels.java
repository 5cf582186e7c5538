package org.insight.jobs.text.translation;

import com.johnsnowlabs.nlp.Annotation;
import com.johnsnowlabs.nlp.annotators.seq2seq.MarianTransformer;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.insight.jobs.models.RegisteredModel;
import scala.collection.JavaConverters;

/**
 * The Marian models of a plan as Spark NLP runs them, read once an application and sent to the
 * executors. A process translates by them once it was told to {@link #use} them.
 */
public final class MarianModels implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What Spark NLP reads of a model: as optimum exports one, and its pieces of words. */
  static final Set<String> FILES =
      Set.of(
          "encoder_model.onnx",
          "decoder_model_merged.onnx",
          "assets/source.spm",
          "assets/target.spm",
          "assets/vocab.txt");

  /** Pieces of words of a sentence, its end included. Spark NLP would cut a longer one. */
  private static final int MOST_PIECES = 512;

  private static final Map<String, MarianTransformer> LOADED = new ConcurrentHashMap<>();
  private static final Map<String, MarianTransformer> USED = new ConcurrentHashMap<>();

  private final HashMap<String, MarianTransformer> models;

  private MarianModels(HashMap<String, MarianTransformer> models) {
    this.models = models;
  }

  /** Whether a plan has models that are there, so that a session of Spark is needed. */
  public static boolean has(TranslationPlan plan) {
    return MarianEngine.of(plan).stream().anyMatch(engine -> engine.model().isPresent());
  }

  /** The models of a plan, but those that are not there. */
  public static MarianModels of(TranslationPlan plan, SparkSession spark) {
    HashMap<String, MarianTransformer> models = new HashMap<>();
    for (MarianEngine engine : MarianEngine.of(plan)) {
      engine
          .model()
          .ifPresent(
              model ->
                  models.put(
                      model.id(),
                      LOADED.computeIfAbsent(
                          spark.sparkContext().applicationId() + " " + model.id(),
                          key -> load(model, spark))));
    }
    return new MarianModels(models);
  }

  private static MarianTransformer load(RegisteredModel model, SparkSession spark) {
    try {
      Path folder = Files.createTempDirectory("insight-model-");
      try {
        model.unpack(folder);
        // Spark NLP asks whether it is there, and reads the merged one.
        Files.createFile(folder.resolve("decoder_model.onnx"));
        MarianTransformer loaded =
            (MarianTransformer) MarianTransformer.loadSavedModel(folder.toString(), spark);
        loaded.setMaxInputLength(MOST_PIECES);
        loaded.setMaxOutputLength(MOST_PIECES);
        return loaded;
      } finally {
        FileUtils.forceDeleteOnExit(folder.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on this process translates by them. */
  public void use() {
    USED.putAll(models);
  }

  /**
   * Translates a sentence by itself: what is read with it must not change what is made of it.
   *
   * @param id of the model
   * @return empty where the model is not in use here, fails, or the sentence is too long for it
   */
  static Optional<String> translate(String id, String sentence) {
    MarianTransformer model = USED.get(id);
    if (model == null || sentence.isBlank() || pieces(model, sentence) >= MOST_PIECES) {
      return Optional.empty();
    }
    Annotation[] document = {
      Annotation.apply(
          "document",
          0,
          sentence.length() - 1,
          sentence,
          new scala.collection.immutable.HashMap<>(),
          new float[0])
    };
    try {
      return JavaConverters.seqAsJavaList(
              model.batchAnnotate(JavaConverters.asScalaBuffer(List.<Annotation[]>of(document))))
          .stream()
          .flatMap(made -> JavaConverters.seqAsJavaList(made).stream())
          .map(Annotation::result)
          .filter(text -> !text.isBlank())
          .findFirst();
    } catch (Exception e) {
      // Scala declares nothing of what the model's runtime throws. One sentence must not end a run.
      return Optional.empty();
    }
  }

  private static int pieces(MarianTransformer model, String sentence) {
    return model.getModelIfNotSet().sppSrc().getSppModel().encodeAsPieces(sentence).size();
  }
}
