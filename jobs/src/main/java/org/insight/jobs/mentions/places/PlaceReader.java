package org.insight.jobs.mentions.places;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the places that a document names and says which places of the world they are.
 *
 * <p>Words are looked up in the gazetteer; {@link Disambiguation} chooses among the places of a
 * name, and {@link Roles} says what the place is in the text. Without a names model a name counts
 * only if it stands for a place of 50,000 inhabitants, or if the words around say that it is a
 * place. Names of persons never do. Names of countries are given back only if a names model gave
 * them: other steps find them.
 *
 * <p>A confidence is the probability of the choice (the softmax of the scores) times how surely the
 * words are a place's name at all, by the words before them. The first is a little too low: of the
 * places at .65 in the simulator's texts about .88 are right, of those at .98 about .998.
 */
public final class PlaceReader {

  private static final int MOST_CANDIDATES = 5;

  /** How surely words are a place's name, by what stands before them: see {@link Spot}. */
  private static final double[] IS_PLACE = {0.9, 0.95, 0.99, 0.99, 0.99};

  private PlaceReader() {}

  /** The places in the order of the text; they do not overlap. */
  public static List<FoundPlace> read(DocumentContext document) {
    List<Token> tokens = Token.of(document.text());
    if (tokens.isEmpty()) {
      return List.of();
    }
    PlaceWords words = PlaceWords.of(document.language());
    List<Spot> spots = new Spots(document, tokens, words).find();
    new Disambiguation(document).resolve(spots);
    Toponyms toponyms = Toponyms.instance();
    spots.removeIf(
        s ->
            !s.given
                && (toponyms.level(s.best()) == Toponyms.COUNTRY
                    || s.qualifier && s.mayBeRegion()));
    new Roles(document, tokens, words).assign(spots);
    List<FoundPlace> found = new ArrayList<>(spots.size());
    for (Spot spot : spots) {
      found.add(found(document.text(), spot, toponyms));
    }
    return found;
  }

  private static FoundPlace found(String text, Spot spot, Toponyms toponyms) {
    List<Candidate> candidates = new ArrayList<>(MOST_CANDIDATES);
    for (int i = 0; i < Math.min(MOST_CANDIDATES, spot.candidates.length); i++) {
      int place = Toponyms.place(spot.candidates[i]);
      candidates.add(
          new Candidate(
              toponyms.id(place),
              toponyms.name(place),
              toponyms.country(place),
              toponyms.level(place) == Toponyms.COUNTRY ? null : toponyms.region(place),
              toponyms.latitude(place),
              toponyms.longitude(place),
              spot.probabilities[i]));
    }
    Candidate best = candidates.get(0);
    Precision precision =
        switch (toponyms.level(spot.best())) {
          case Toponyms.COUNTRY -> Precision.COUNTRY;
          case Toponyms.TOWN -> spot.address ? Precision.ADDRESS : Precision.TOWN;
          default -> Precision.REGION;
        };
    return new FoundPlace(
        spot.begin,
        spot.end,
        text.substring(spot.begin, spot.end),
        best.geonameId(),
        best.name(),
        best.country(),
        best.admin1(),
        best.latitude(),
        best.longitude(),
        precision,
        best.probability() * IS_PLACE[spot.qualified ? Spot.STRONG_CUE : spot.cue],
        spot.role,
        candidates);
  }
}
