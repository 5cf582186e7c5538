package org.insight.resolution;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares two profiles: Fellegi–Sunter (1969) with term frequencies, in whole thousandths of a
 * bit, so that no order of summation shows. A score of 0 is even odds in a lake of the model's
 * {@code n_ref} subjects. One instance belongs to one thread.
 */
public final class Scorer {

  /**
   * Version of what is compared and how: of the code and the constants that keys, levels and scores
   * follow from beside the model. It is part of the model's hash, so a lake computes its pairs
   * again when it changes.
   */
  static final int VERSION = 4;

  /** Score of two subjects that cannot be one, as a person and an organisation. */
  public static final int NEVER = -1_000_000;

  /** Pairs that score less can neither connect subjects nor weigh much in a mean. */
  public static final int LEAST_KEPT = -12_000;

  /** At most this for two subjects that agree in nothing personal: a household is no person. */
  static final int HOUSEHOLD = -3_000;

  /** What two subjects that have nothing to compare count in a mean. */
  private static final int SILENT = -3_000;

  private static final int NEAR = 920_000;
  private static final int CLOSE = 840_000;

  /** Similarity of letters above which words of one sound key count as one in two spellings. */
  private static final int ALIKE = 700_000;

  /** The same where they share at least three sounds: {@code Chlabi} and {@code Shalaby}. */
  private static final int ALIKE_IN_THREE = 600_000;

  /**
   * Words without vowels are never exact in another script, so that matches sound alike there some
   * eight times as often.
   */
  private static final int OTHER_SCRIPT = 3_000;

  /** Shorter numbers of an unknown country are those of many. */
  private static final int LEAST_UNIQUE = 7;

  private static final int LEAST_ADJUSTMENT = -4_000;
  private static final int MOST_ADJUSTMENT = 8_000;

  /** Levels that say of two namesakes that they may be one. */
  private static final boolean[] CORROBORATES = corroborates();

  private static boolean[] corroborates() {
    boolean[] levels = new boolean[Comparison.values().length * Comparison.ROOM];
    upTo(levels, Comparison.BIRTH_DATE, 2);
    upTo(levels, Comparison.BIRTH_PLACE, 1);
    upTo(levels, Comparison.IDENTIFIER, 3);
    upTo(levels, Comparison.LIST_ENTRY, 0);
    upTo(levels, Comparison.ADDRESS, 2);
    upTo(levels, Comparison.PHONE, 0);
    upTo(levels, Comparison.EMAIL, 1);
    return levels;
  }

  private static void upTo(boolean[] levels, Comparison comparison, int level) {
    for (int i = 0; i <= level; i++) {
      levels[comparison.at(i)] = true;
    }
  }

  private final Model model;
  private final StringDistance distance = new StringDistance();
  private final Evidence evidence = new Evidence();
  private final Evidence ofNames = new Evidence();
  private final Evidence best = new Evidence();
  private final int[] partners = new int[64];
  private final boolean[] taken = new boolean[64];
  private final int[] levels = new int[64 * 64];

  public Scorer(Model model) {
    this.model = model;
  }

  /** The score of two profiles, in thousandths of a bit. */
  public int score(Profile a, Profile b) {
    return compare(a, b, evidence) ? total(evidence) : NEVER;
  }

  /**
   * What a pair counts in the mean of two clusters: its score, but no less than {@link #SILENT} and
   * what contradicts. Two records that say nothing of the same things are no evidence against a
   * person who has both.
   */
  public int linkage(Profile a, Profile b) {
    if (!compare(a, b, evidence)) {
      return NEVER;
    }
    int sum = sum(evidence);
    int total = total(evidence);
    return total < model.prior() + sum ? total : Math.max(total, SILENT + Math.min(0, sum));
  }

  /** Prior and weights of what was found, with the limits for households and contradictions. */
  public int total(Evidence found) {
    int total = model.prior() + sum(found);
    boolean corroborated = false;
    for (int i = 0; i < found.size(); i++) {
      corroborated |= CORROBORATES[found.at(i)];
    }
    if (!corroborated) {
      total = Math.min(total, model.nameOnly());
    }
    if (contradicts(found)) {
      total = Math.min(total, model.conflict());
    }
    return found.personal ? total : Math.min(total, found.siblings ? model.siblings() : HOUSEHOLD);
  }

  /**
   * Whether birth dates contradict. A number outweighs one contradiction and not two: a passport
   * may be stolen.
   */
  static boolean contradicts(Evidence found) {
    return found.otherDate && (!found.number || found.otherGivenName);
  }

  /** The limit that keeps the score below the sum of prior and weights; null if none does. */
  public @Nullable String limit(Evidence found) {
    int total = total(found);
    if (total == model.prior() + sum(found)) {
      return null;
    }
    if (!found.personal && total == HOUSEHOLD) {
      return "nothing personal agrees";
    }
    if (!found.personal && found.siblings && total == model.siblings()) {
      return "other given names with one birth date";
    }
    return found.otherDate && total == model.conflict()
        ? "birth dates contradict"
        : "names alone agree";
  }

  /** What an observation counts: its level, adjusted by how common the value is. */
  public int weight(Evidence found, int index) {
    return model.weight(found.at(index)) + found.adjustment(index);
  }

  private int sum(Evidence found) {
    int sum = 0;
    for (int i = 0; i < found.size(); i++) {
      sum += weight(found, i);
    }
    return sum;
  }

  /**
   * Finds all observations.
   *
   * @return false if the two cannot be one, whatever they agree in
   */
  public boolean compare(Profile a, Profile b, Evidence found) {
    found.clear();
    if (a.kind != b.kind && a.kind != 2 && b.kind != 2) {
      return false;
    }
    boolean organization = a.kind == 1 || b.kind == 1;
    names(a, b, found, organization);
    dates(a, b, found);
    numbers(a, b, found);
    emails(a, b, found);
    if (a.sex != 0 && b.sex != 0) {
      found.add(Comparison.SEX, a.sex == b.sex ? 0 : 1, 0);
    }
    if (a.countries.length > 0 && b.countries.length > 0) {
      found.add(Comparison.COUNTRY, intersect(a.countries, b.countries) ? 0 : 1, 0);
    }
    places(a, b, found);
    if (a.phones.length > 0 && b.phones.length > 0) {
      found.add(Comparison.PHONE, intersect(a.phones, b.phones) ? 0 : 1, 0);
    }
    addresses(a, b, found);
    return true;
  }

  private void names(Profile a, Profile b, Evidence found, boolean organization) {
    if (a.names.length == 0 || b.names.length == 0) {
      return;
    }
    int most = Integer.MIN_VALUE;
    Profile.Word[] bestLesser = a.names[0];
    Profile.Word[] bestGreater = b.names[0];
    boolean bestTurned = false;
    for (int i = 0; i < a.names.length; i++) {
      for (int j = 0; j < b.names.length; j++) {
        // Always from the same side: of two words that are equally alike, the first one is taken.
        boolean turned = order(a.names[i], b.names[j]) > 0;
        Profile.Word[] lesser = turned ? b.names[j] : a.names[i];
        Profile.Word[] greater = turned ? a.names[i] : b.names[j];
        ofNames.clear();
        align(lesser, greater, organization);
        int sum = sum(ofNames);
        if (sum > most
            || sum == most && tie(ofNames, lesser, greater, best, bestLesser, bestGreater) < 0) {
          most = sum;
          bestLesser = lesser;
          bestGreater = greater;
          bestTurned = turned;
          best.clear();
          best.addAll(ofNames);
          best.personal = ofNames.personal;
          best.familyOnly = ofNames.familyOnly;
          best.otherGivenName = ofNames.otherGivenName;
          found.nameOfOne = i;
          found.nameOfOther = j;
        }
      }
    }
    if (bestTurned) {
      best.turn();
    }
    found.addAll(best);
    found.personal |= best.personal;
    found.familyOnly = best.familyOnly;
    found.otherGivenName = best.otherGivenName;
  }

  /**
   * Which of two pairs of readings is taken where both weigh the same; negative for the first. The
   * choice follows from the readings alone, not from the side that is asked first. One whose given
   * names agree comes before others. Then comes the more careful one: it limits the score.
   */
  private static int tie(
      Evidence one,
      Profile.Word[] lesser,
      Profile.Word[] greater,
      Evidence other,
      Profile.Word[] otherLesser,
      Profile.Word[] otherGreater) {
    if (one.personal != other.personal) {
      return one.personal ? -1 : 1;
    }
    if (one.otherGivenName != other.otherGivenName) {
      return one.otherGivenName ? -1 : 1;
    }
    if (one.familyOnly != other.familyOnly) {
      return one.familyOnly ? -1 : 1;
    }
    int order = order(lesser, otherLesser);
    return order != 0 ? order : order(greater, otherGreater);
  }

  /** A total order of all that is compared of a name; 0 for equal names alone. */
  private static int order(Profile.Word[] a, Profile.Word[] b) {
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = order(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return a.length - b.length;
  }

  private static int order(Profile.Word a, Profile.Word b) {
    int text = Arrays.compare(a.text, b.text);
    if (text != 0 || a.role != b.role) {
      return text != 0 ? text : a.role - b.role;
    }
    int sound = Arrays.compare(a.soundText, b.soundText);
    if (sound != 0) {
      return sound;
    }
    int otherSound = Arrays.compare(a.otherSoundText, b.otherSoundText);
    return otherSound != 0 ? otherSound : Boolean.compare(a.consonantal, b.consonantal);
  }

  /** Finds for each word of a name its partner in the other, the most alike first. */
  private void align(Profile.Word[] a, Profile.Word[] b, boolean organization) {
    int n = a.length;
    int m = b.length;
    Arrays.fill(partners, 0, n, -1);
    Arrays.fill(taken, 0, m, false);
    int aligned = 0;
    boolean swapped = false;
    // Whether a word of the given name of a side has a partner that is more than close.
    boolean sureA = false;
    boolean sureB = false;
    int closeOnly = 0;
    int families = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        levels[i * m + j] = level(a[i], b[j]);
      }
    }
    int joined = 0;
    for (int pass = Comparison.EXACT; pass <= Comparison.INITIAL; pass++) {
      if (pass == Comparison.CLOSE) {
        joined = compounds(a, b, unpaired(n), untaken(m));
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < m && partners[i] < 0; j++) {
          if (!taken[j] && levels[i * m + j] == pass) {
            partners[i] = j;
            taken[j] = true;
            aligned++;
            sureA |= a[i].role == 0 && pass != Comparison.CLOSE;
            sureB |= b[j].role == 0 && pass != Comparison.CLOSE;
            closeOnly += pass == Comparison.CLOSE ? 1 : 0;
            families += a[i].role == 1 && b[j].role == 1 ? 1 : 0;
            swapped |= a[i].role != b[j].role && a[i].role != 2 && b[j].role != 2;
            ofNames.add(comparison(a[i], b[j]), pass, adjustment(a[i], b[j], pass), i, j);
          }
        }
      }
      if (aligned == Math.min(n, m)) {
        break;
      }
    }
    if (swapped) {
      ofNames.add(Comparison.NAME_ORDER, 0, 0);
    }
    aligned += joined;
    sureA |= joined > 0;
    sureB |= joined > 0;
    int left = unpaired(n);
    int leftOther = untaken(m);
    // A father's name follows the own name in many given names, and brothers share it.
    int ownA = given(a);
    int ownB = given(b);
    boolean otherA = ownA >= 0 && partners[ownA] < 0;
    boolean otherB = ownB >= 0 && !taken[ownB];
    boolean known = ownA >= 0 || ownB >= 0;
    rest(a, b, left, leftOther);
    if (organization) {
      // Most words of such names are those of many: each with one of its own is two.
      boolean other = left > 0 && leftOther > 0;
      ofNames.personal = !other && aligned > 0 && aligned * 2 >= Math.min(n, m);
      return;
    }
    // Where a side does not say which word is the given name, any that contradicts may be it.
    ofNames.otherGivenName =
        left > 0 && leftOther > 0 && (!known || (otherA || ownA < 0) && (otherB || ownB < 0));
    int sure = aligned - closeOnly;
    ofNames.personal =
        !ofNames.otherGivenName
            && (ownA >= 0 && ownB >= 0 ? sureA && sureB : sure >= 2 || sure == Math.min(n, m));
    ofNames.familyOnly = sure <= families;
  }

  /** Place of the first word of the given name, or -1. */
  private static int given(Profile.Word[] words) {
    for (int i = 0; i < words.length; i++) {
      if (words[i].role == 0) {
        return i;
      }
    }
    return -1;
  }

  private int unpaired(int n) {
    int left = 0;
    for (int i = 0; i < n; i++) {
      if (partners[i] < 0) {
        left++;
      }
    }
    return left;
  }

  private int untaken(int m) {
    int left = 0;
    for (int j = 0; j < m; j++) {
      if (!taken[j]) {
        left++;
      }
    }
    return left;
  }

  /** Two words of one side that are one word of the other: {@code Jin Ping} and {@code Jinping}. */
  private int compounds(Profile.Word[] a, Profile.Word[] b, int left, int leftOther) {
    int found = 0;
    if (left >= 2 && leftOther >= 1) {
      for (int i = 0; i + 1 < a.length; i++) {
        if (partners[i] < 0 && partners[i + 1] < 0) {
          int j = compound(a[i], a[i + 1], b, false);
          if (j >= 0) {
            partners[i] = j;
            partners[i + 1] = j;
            taken[j] = true;
            ofNames.add(
                comparison(a[i], b[j]),
                Comparison.SOUNDS_ALIKE,
                clamp(b[j].soundRarityOfAny - model.agreementOfSounds(2)),
                i,
                j);
            found += 1;
          }
        }
      }
    } else if (leftOther >= 2 && left >= 1) {
      for (int j = 0; j + 1 < b.length; j++) {
        if (!taken[j] && !taken[j + 1]) {
          int i = compound(b[j], b[j + 1], a, true);
          if (i >= 0) {
            partners[i] = j;
            taken[j] = true;
            taken[j + 1] = true;
            ofNames.add(
                comparison(a[i], b[j]),
                Comparison.SOUNDS_ALIKE,
                clamp(a[i].soundRarityOfAny - model.agreementOfSounds(2)),
                i,
                j);
            found += 1;
          }
        }
      }
    }
    return found;
  }

  private int compound(Profile.Word one, Profile.Word next, Profile.Word[] others, boolean first) {
    int length = one.text.length + next.text.length;
    byte[] both = Arrays.copyOf(one.text, length);
    System.arraycopy(next.text, 0, both, one.text.length, next.text.length);
    int most = length >= 6 ? 1 : 0;
    for (int j = 0; j < others.length; j++) {
      boolean free = first ? partners[j] < 0 : !taken[j];
      if (free
          && (distance.alignment(others[j].text, both, most) <= most
              || soundsLike(others[j].soundText, one.soundText, next))) {
        return j;
      }
    }
    return -1;
  }

  /** Whether a sound key is that of two words in one. A vowel within a word has no sound. */
  private static boolean soundsLike(byte[] sound, byte[] one, Profile.Word next) {
    int skipped = "aeiou".indexOf(next.text[0]) < 0 ? 0 : 1;
    int rest = next.soundText.length - skipped;
    return sound.length > 2
        && sound.length == one.length + rest
        && Arrays.equals(sound, 0, one.length, one, 0, one.length)
        && Arrays.equals(sound, one.length, sound.length, next.soundText, skipped, skipped + rest);
  }

  /** Words without a partner: as many as both have left contradict, the others are missing. */
  private void rest(Profile.Word[] a, Profile.Word[] b, int left, int leftOther) {
    int contradicting = Math.min(left, leftOther);
    int missing = Math.max(left, leftOther) - contradicting;
    int i = 0;
    int j = 0;
    for (int c = 0; c < contradicting; c++) {
      while (partners[i] >= 0) {
        i++;
      }
      while (taken[j]) {
        j++;
      }
      // The same part of the name, if there is one.
      int same = j;
      for (int k = j; k < b.length; k++) {
        if (!taken[k] && b[k].role == a[i].role) {
          same = k;
          break;
        }
      }
      ofNames.add(comparison(a[i], b[same]), Comparison.DIFFERS, 0, i, same);
      taken[same] = true;
      partners[i] = same;
    }
    if (missing > 0) {
      boolean ofA = left > leftOther;
      Profile.Word[] words = ofA ? a : b;
      for (int k = 0; k < words.length; k++) {
        if (ofA ? partners[k] < 0 : !taken[k]) {
          ofNames.add(
              comparison(words[k], words[k]), Comparison.MISSING, 0, ofA ? k : -1, ofA ? -1 : k);
        }
      }
    }
  }

  private static Comparison comparison(Profile.Word a, Profile.Word b) {
    return a.role != b.role || a.role == 2
        ? Comparison.NAME_WORD
        : a.role == 0 ? Comparison.GIVEN_NAME : Comparison.FAMILY_NAME;
  }

  private int adjustment(Profile.Word a, Profile.Word b, int level) {
    boolean oneRole = a.role == b.role;
    int role = oneRole ? a.role : 2;
    return switch (level) {
      case Comparison.EXACT -> clamp((oneRole ? a.rarity : a.rarityOfAny) - model.agreement(role));
      case Comparison.SOUNDS_ALIKE ->
          clamp(
                  sharedRarity(
                          a,
                          b,
                          oneRole ? a.soundRarity : a.soundRarityOfAny,
                          oneRole ? b.soundRarity : b.soundRarityOfAny)
                      - model.agreementOfSounds(role))
              + (a.consonantal == b.consonantal ? 0 : OTHER_SCRIPT);
      default -> 0;
    };
  }

  /** Of the sound that two words share: of a word that is read so, or the lesser of both. */
  private static int sharedRarity(Profile.Word a, Profile.Word b, int ofA, int ofB) {
    boolean one = Arrays.equals(a.soundText, b.soundText);
    boolean read = !one && Arrays.equals(a.otherSoundText, b.soundText);
    boolean otherRead = !one && Arrays.equals(a.soundText, b.otherSoundText);
    return read ? ofB : otherRead ? ofA : Math.min(ofA, ofB);
  }

  private static int clamp(int adjustment) {
    return Math.max(LEAST_ADJUSTMENT, Math.min(MOST_ADJUSTMENT, adjustment));
  }

  /** The level of two words; {@link Comparison#DIFFERS} if they have nothing in common. */
  private int level(Profile.Word a, Profile.Word b) {
    byte[] x = a.text;
    byte[] y = b.text;
    if (Arrays.equals(x, y)) {
      return Comparison.EXACT;
    }
    if (x.length == 1 || y.length == 1) {
      return x[0] == y[0] ? Comparison.INITIAL : Comparison.DIFFERS;
    }
    boolean alike =
        alike(a.soundText, b.soundText)
            || alike(a.otherSoundText, b.soundText)
            || alike(a.soundText, b.otherSoundText)
            || alike(a.otherSoundText, b.otherSoundText);
    if (a.consonantal || b.consonantal) {
      // A key of one letter says too little: most are of a word of vowels.
      return alike && Math.min(a.soundText.length, b.soundText.length) > 1
          ? Comparison.SOUNDS_ALIKE
          : close(a.soundText, b.soundText)
                  || close(a.otherSoundText, b.soundText)
                  || close(a.soundText, b.otherSoundText)
              ? Comparison.CLOSE
              : Comparison.DIFFERS;
    }
    if (a.nicknames.length > 0 && b.nicknames.length > 0 && intersect(a.nicknames, b.nicknames)) {
      return Comparison.SOUNDS_ALIKE;
    }
    if (!alike && !mayBeClose(a, b)) {
      return Comparison.DIFFERS;
    }
    int letters = Math.min(a.soundText.length, b.soundText.length) < 3 ? ALIKE : ALIKE_IN_THREE;
    int similarity = distance.jaroWinkler(x, y, alike ? letters : CLOSE);
    if (alike && similarity >= letters) {
      return Comparison.SOUNDS_ALIKE;
    }
    if (similarity >= NEAR) {
      return Comparison.NEAR;
    }
    int shorter = Math.min(x.length, y.length);
    int most = shorter >= 8 ? 2 : 1;
    return similarity >= CLOSE || shorter >= 3 && distance.alignment(x, y, most) <= most
        ? Comparison.CLOSE
        : Comparison.DIFFERS;
  }

  /** Whether sounds are one; an empty one is none. */
  private static boolean alike(byte[] one, byte[] other) {
    return one.length > 0 && Arrays.equals(one, other);
  }

  private boolean close(byte[] one, byte[] other) {
    return Math.min(one.length, other.length) > 2 && distance.alignment(one, other, 1) <= 1;
  }

  /** Whether the letters in common could make the words close, or one letter more or less does. */
  private static boolean mayBeClose(Profile.Word a, Profile.Word b) {
    int n = a.text.length;
    int m = b.text.length;
    int common =
        Math.min(
            n - Long.bitCount(a.letters & ~b.letters), m - Long.bitCount(b.letters & ~a.letters));
    return common > 0
        && ((1000 * common / n + 1000 * common / m + 1000) / 3 >= 728
            || common >= Math.max(n, m) - 2);
  }

  private static void dates(Profile a, Profile b, Evidence found) {
    if (a.dates.length == 0 || b.dates.length == 0) {
      return;
    }
    int best = Integer.MAX_VALUE;
    for (int one : a.dates) {
      for (int other : b.dates) {
        best = Math.min(best, PartialDate.level(one, other));
      }
    }
    found.add(Comparison.BIRTH_DATE, best, 0);
    boolean whole = PartialDate.isWhole(a.dates) && PartialDate.isWhole(b.dates);
    found.otherDate = best == 4 && whole;
    found.otherDay = best == 3 && whole;
    // A family name alone is no evidence for a person of another birth date.
    found.personal &= !(best == 4 && found.familyOnly);
    found.siblings |= best <= 1 && found.otherGivenName;
    found.personal |= best <= 1 && !found.otherGivenName;
  }

  private void numbers(Profile a, Profile b, Evidence found) {
    int best = Integer.MAX_VALUE;
    boolean sameEntry = false;
    for (Profile.Number one : a.numbers) {
      for (Profile.Number other : b.numbers) {
        if (one.kind != other.kind) {
          continue;
        }
        if (one.kind == Profile.LIST_ENTRY) {
          sameEntry |= Arrays.equals(one.value, other.value);
          continue;
        }
        if (otherCountry(one, other)) {
          continue;
        }
        best = Math.min(best, level(one, other, one.country != 0 && other.country != 0));
      }
    }
    if (best != Integer.MAX_VALUE) {
      found.add(Comparison.IDENTIFIER, best, best == 4 ? otherKinds(a, b) : 0);
      found.number = best <= 1;
      // One year is no evidence for a person of another day and another number.
      found.otherDate |= best == 4 && found.otherDay;
      found.personal |= best <= 1 || best <= 3 && !found.otherGivenName;
      found.siblings |= best == 2 && found.otherGivenName;
    }
    if (sameEntry) {
      found.add(Comparison.LIST_ENTRY, 0, 0);
      found.number = true;
      found.personal = true;
    }
  }

  /**
   * What further kinds of numbers say of two who agree in none. Who renews a passport keeps the
   * national number: another of each is another person.
   */
  private int otherKinds(Profile a, Profile b) {
    int kinds = 0;
    for (int i = 0; i < a.numbers.length; i++) {
      Profile.Number one = a.numbers[i];
      boolean first = one.kind != Profile.LIST_ENTRY;
      for (int j = 0; j < i && first; j++) {
        first = a.numbers[j].kind != one.kind;
      }
      if (first && compared(one.kind, a, b)) {
        kinds++;
      }
    }
    return Math.max(0, kinds - 1) * model.weight(Comparison.IDENTIFIER, 4);
  }

  /** Whether both have a number of a kind that may be of one country. */
  private static boolean compared(int kind, Profile a, Profile b) {
    for (Profile.Number one : a.numbers) {
      for (Profile.Number other : b.numbers) {
        if (one.kind == kind && other.kind == kind && !otherCountry(one, other)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean otherCountry(Profile.Number one, Profile.Number other) {
    return one.country != 0 && other.country != 0 && one.country != other.country;
  }

  private int level(Profile.Number one, Profile.Number other, boolean countries) {
    if (!Arrays.equals(one.value, other.value)) {
      return one.value.length > 4 && distance.alignment(one.value, other.value, 1) <= 1 ? 2 : 4;
    }
    return one.unique && other.unique
        ? countries || one.country == other.country ? 0 : 1
        : !countries && one.value.length >= LEAST_UNIQUE ? 1 : 3;
  }

  private void emails(Profile a, Profile b, Evidence found) {
    if (a.emails.length == 0 || b.emails.length == 0) {
      return;
    }
    int best = 2;
    for (byte[] one : a.emails) {
      for (byte[] other : b.emails) {
        best =
            Math.min(
                best,
                Arrays.equals(one, other)
                    ? 0
                    : sameDigits(one, other) && distance.alignment(one, other, 2) <= 2 ? 1 : 2);
      }
    }
    found.add(Comparison.EMAIL, best, 0);
    found.personal |= best == 0;
  }

  /** An address is often made of the name; its digits then tell namesakes apart. */
  private static boolean sameDigits(byte[] a, byte[] b) {
    int i = 0;
    int j = 0;
    while (true) {
      while (i < a.length && (a[i] < '0' || a[i] > '9')) {
        i++;
      }
      while (j < b.length && (b[j] < '0' || b[j] > '9')) {
        j++;
      }
      if (i == a.length || j == b.length) {
        return i == a.length && j == b.length;
      }
      if (a[i++] != b[j++]) {
        return false;
      }
    }
  }

  private void places(Profile a, Profile b, Evidence found) {
    if (a.places.length == 0 || b.places.length == 0) {
      return;
    }
    int best = 2;
    for (byte[] one : a.places) {
      for (byte[] other : b.places) {
        best =
            Math.min(
                best,
                Arrays.equals(one, other)
                    ? 0
                    : within(one, other)
                            || within(other, one)
                            || distance.jaroWinkler(one, other, NEAR) >= NEAR
                        ? 1
                        : 2);
      }
    }
    found.add(Comparison.BIRTH_PLACE, best, 0);
  }

  /** Whether a place begins with another and a blank: "lyon" and "lyon france". */
  private static boolean within(byte[] shorter, byte[] longer) {
    return longer.length > shorter.length
        && longer[shorter.length] == ' '
        && Arrays.equals(shorter, 0, shorter.length, longer, 0, shorter.length);
  }

  private void addresses(Profile a, Profile b, Evidence found) {
    int best = Integer.MAX_VALUE;
    for (Profile.Place one : a.addresses) {
      for (Profile.Place other : b.addresses) {
        best = Math.min(best, level(one, other));
      }
    }
    if (best != Integer.MAX_VALUE) {
      found.add(Comparison.ADDRESS, best, 0);
    }
  }

  private int level(Profile.Place a, Profile.Place b) {
    boolean streets = a.street.length > 0 && b.street.length > 0;
    boolean postcodes = a.postcode.length > 0 && b.postcode.length > 0;
    boolean cities = a.city.length > 0 && b.city.length > 0;
    if (!streets && !postcodes && !cities) {
      return Integer.MAX_VALUE;
    }
    boolean houses = a.house != 0 && b.house != 0;
    boolean house = houses && a.house == b.house;
    boolean street = streets && similar(a.street, b.street);
    int postcode =
        !postcodes || a.postcode.length != b.postcode.length
            ? 9
            : distance.alignment(a.postcode, b.postcode, 1);
    boolean city = cities && similar(a.city, b.city);
    boolean town = postcode == 0 || city;
    if (street && house && (town || !postcodes && !cities)) {
      return 0;
    }
    if (street && (house || !houses) && (postcode <= 1 || town || !postcodes && !cities)
        || street && town
        || house && postcode == 0 && city) {
      return 1;
    }
    return postcode == 0 || street && (house || postcode <= 1) ? 2 : city || postcode <= 1 ? 3 : 4;
  }

  private boolean similar(byte[] a, byte[] b) {
    return Arrays.equals(a, b)
        || distance.alignment(a, b, Math.min(a.length, b.length) >= 8 ? 2 : 1)
            <= (Math.min(a.length, b.length) >= 8 ? 2 : 1)
        || distance.jaroWinkler(a, b, NEAR) >= NEAR;
  }

  private static boolean intersect(int[] a, int[] b) {
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        return true;
      }
      if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return false;
  }

  private static boolean intersect(long[] a, long[] b) {
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        return true;
      }
      if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return false;
  }
}
