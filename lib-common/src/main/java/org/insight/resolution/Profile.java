package org.insight.resolution;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.resolution.names.Nicknames;
import org.insight.resolution.names.OrganizationNames;
import org.insight.resolution.names.PersonNames;
import org.insight.resolution.names.Token;
import org.insight.resolution.names.Token.Role;
import org.jspecify.annotations.Nullable;

/**
 * The features of a subject, made once and packed into one binary value, so that two subjects are
 * compared without work on text. A pure function of the subject and of a model.
 */
public final class Profile {

  /** Most names, dates, numbers and addresses of a subject that are compared. */
  private static final int MOST = 12;

  private static final byte[] EMPTY = {};

  /** Kind of the number of an entry of a list. */
  static final int LIST_ENTRY = Subject.Identifier.LIST_ENTRY.hashCode();

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /** A word of a name. Rarities are in thousandths of a bit. */
  static final class Word {
    byte[] text = EMPTY;
    int sound;
    byte[] soundText = EMPTY;
    int otherSound;
    // Of another way to read the word; empty if there is none.
    byte[] otherSoundText = EMPTY;
    int[] nicknames = {};
    boolean consonantal;
    byte role;
    int rarity;
    int soundRarity;
    int rarityOfAny;
    int soundRarityOfAny;
    int otherSoundRarityOfAny;
    long letters;
  }

  static final class Number {
    int kind;
    int country;
    boolean unique;
    byte[] value = EMPTY;
  }

  static final class Place {
    int house;
    byte[] street = EMPTY;
    byte[] postcode = EMPTY;
    byte[] city = EMPTY;
  }

  byte kind;
  Word[][] names = {};
  int[] dates = {};
  byte sex;
  int[] countries = {};
  byte[][] places = {};
  Number[] numbers = {};
  long[] phones = {};
  byte[][] emails = {};
  Place[] addresses = {};
  long[] keys = {};

  private Profile() {}

  /** Makes the features. */
  public static Profile of(Subject subject, Model model) {
    Profile profile = new Profile();
    profile.kind = (byte) subject.kind().ordinal();
    profile.names = names(subject, model);
    profile.dates =
        subject.birthDates().stream()
            .mapToInt(PartialDate::parse)
            .filter(date -> date != PartialDate.NONE)
            .distinct()
            .sorted()
            .limit(MOST)
            .toArray();
    profile.sex = sex(subject.sex());
    profile.countries =
        subject.countries().stream()
            .mapToInt(Profile::country)
            .filter(c -> c != 0)
            .distinct()
            .sorted()
            .limit(MOST)
            .toArray();
    profile.places =
        subject.birthPlaces().stream()
            .map(PersonNames::fold)
            .filter(p -> !p.isEmpty())
            .distinct()
            .sorted()
            .limit(MOST)
            .map(Profile::bytes)
            .toArray(byte[][]::new);
    profile.numbers = numbers(subject.identifiers());
    profile.phones =
        subject.phones().stream()
            .mapToLong(Profile::phone)
            .filter(p -> p != 0)
            .distinct()
            .sorted()
            .limit(MOST)
            .toArray();
    profile.emails =
        subject.emails().stream()
            .map(e -> e.trim().toLowerCase(Locale.ROOT))
            .filter(e -> !e.isEmpty())
            .distinct()
            .sorted()
            .limit(MOST)
            .map(Profile::bytes)
            .toArray(byte[][]::new);
    profile.addresses = addresses(subject.addresses());
    profile.keys = BlockingKeys.of(profile, model);
    return profile;
  }

  private static Word[][] names(Subject subject, Model model) {
    Set<List<Token>> names = new LinkedHashSet<>();
    for (Subject.Name name : subject.names()) {
      boolean parts = !name.given().isBlank() || !name.family().isBlank();
      List<Token> tokens =
          subject.kind() == Subject.Kind.ORGANIZATION
              ? OrganizationNames.words(parts ? name.given() + " " + name.family() : name.full())
              : parts
                  ? PersonNames.parts(name.given(), name.family())
                  : PersonNames.full(name.full());
      if (!tokens.isEmpty() && names.size() < MOST) {
        names.add(tokens);
      }
    }
    Word[][] words = new Word[names.size()][];
    int at = 0;
    for (List<Token> name : names) {
      words[at++] = name.stream().map(token -> word(token, model)).toArray(Word[]::new);
    }
    return words;
  }

  private static Word word(Token token, Model model) {
    Word word = new Word();
    word.text = bytes(token.text());
    word.soundText = bytes(token.sound());
    word.sound = hash(word.soundText);
    word.otherSoundText = bytes(token.otherSound());
    word.otherSound = hash(word.otherSoundText);
    word.nicknames = token.consonantal() ? new int[0] : Nicknames.groups(token.text());
    word.consonantal = token.consonantal();
    word.role = (byte) token.role().ordinal();
    TermFrequencies terms = model.frequencies();
    word.rarity = clamp(terms.rarity(token.role(), token.text()));
    word.soundRarity = clamp(terms.soundRarity(token.role(), token.sound()));
    word.rarityOfAny = clamp(terms.rarity(Role.UNKNOWN, token.text()));
    word.soundRarityOfAny = clamp(terms.soundRarity(Role.UNKNOWN, token.sound()));
    if (word.otherSoundText.length > 0) {
      word.otherSoundRarityOfAny = clamp(terms.soundRarity(Role.UNKNOWN, token.otherSound()));
    }
    word.letters = letters(word.text);
    return word;
  }

  private static int clamp(int bits) {
    return Math.min(bits, Short.MAX_VALUE);
  }

  private static int hash(byte[] text) {
    int hash = 0;
    for (byte c : text) {
      hash = 31 * hash + c;
    }
    return hash;
  }

  private static long letters(byte[] text) {
    long letters = 0;
    for (byte c : text) {
      letters |= 1L << (c & 63);
    }
    return letters;
  }

  private static byte sex(@Nullable String sex) {
    String s = sex == null ? "" : sex.trim().toLowerCase(Locale.ROOT);
    return (byte)
        (s.startsWith("m") || s.startsWith("h") || s.startsWith("v")
            ? 1
            : s.startsWith("f") || s.startsWith("w") ? 2 : 0);
  }

  private static int country(String country) {
    String code = Countries.code(country);
    return code.isEmpty() ? 0 : code.hashCode();
  }

  private static Number[] numbers(List<Subject.Identifier> identifiers) {
    List<Number> numbers = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Subject.Identifier identifier : identifiers) {
      Number number = new Number();
      number.value = bytes(PersonNames.fold(identifier.value()).replace(" ", ""));
      number.kind = identifier.kind().hashCode();
      number.country = identifier.country() == null ? 0 : country(identifier.country());
      number.unique = identifier.unique();
      if (number.value.length > 0
          && numbers.size() < MOST
          && seen.add(
              number.kind
                  + " "
                  + number.country
                  + " "
                  + new String(number.value, StandardCharsets.US_ASCII))) {
        numbers.add(number);
      }
    }
    return numbers.toArray(Number[]::new);
  }

  /** The last nine digits: a national number ends in them as an international one does. */
  private static long phone(String phone) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < phone.length(); i++) {
      int digit = Character.digit(phone.charAt(i), 10);
      if (digit >= 0) {
        digits.append((char) ('0' + digit));
      }
    }
    int from = Math.max(0, digits.length() - 9);
    return digits.length() < 5 ? 0 : Long.parseLong("1" + digits.substring(from));
  }

  private static Place[] addresses(List<Subject.Address> addresses) {
    List<Place> places = new ArrayList<>();
    for (Subject.Address address : addresses) {
      Place place = new Place();
      Matcher house = DIGITS.matcher(address.street());
      String street = address.street();
      if (house.find()) {
        place.house = house.group().hashCode();
        street = house.replaceFirst(" ");
      }
      place.street = bytes(PersonNames.fold(street).replace(" ", ""));
      place.postcode = bytes(PersonNames.fold(address.postcode()).replace(" ", ""));
      place.city = bytes(PersonNames.fold(address.city()).replace(" ", ""));
      if ((place.street.length > 0 || place.postcode.length > 0 || place.city.length > 0)
          && places.size() < MOST) {
        places.add(place);
      }
    }
    return places.toArray(Place[]::new);
  }

  private static byte[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length > StringDistance.LONGEST
        ? Arrays.copyOf(bytes, StringDistance.LONGEST)
        : bytes;
  }

  /** A word of a name as it is compared; empty if there is none. */
  String word(int name, int word) {
    return word < 0 ? "" : new String(names[name][word].text, StandardCharsets.UTF_8);
  }

  /** Whether it has a name that can be compared. */
  public boolean isNamed() {
    return names.length > 0;
  }

  /** The keys under which others are compared with this one, ascending, each once. */
  public long[] keys() {
    return keys.clone();
  }

  /**
   * The keys of packed features.
   *
   * @param at where they begin
   */
  public static long[] keys(byte[] packed, int at) {
    Cursor in = new Cursor(packed, at + 2);
    long[] keys = new long[in.get()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = in.getLong();
    }
    return keys;
  }

  /** The least key that two have in common; 0 if they have none. */
  public static long leastShared(Profile a, Profile b) {
    return BlockingKeys.leastShared(a.keys, b.keys);
  }

  /** The features as one binary value. */
  public byte[] pack() {
    ByteBuffer out = ByteBuffer.allocate(size());
    out.put(kind).put(sex);
    out.put((byte) keys.length);
    for (long key : keys) {
      out.putLong(key);
    }
    out.put((byte) names.length);
    for (Word[] name : names) {
      out.put((byte) name.length);
      for (Word word : name) {
        put(out, word.text);
        put(out, word.soundText);
        out.put((byte) word.nicknames.length);
        for (int nickname : word.nicknames) {
          out.putShort((short) nickname);
        }
        boolean other = word.otherSoundText.length > 0;
        out.put((byte) (word.role | (word.consonantal ? 4 : 0) | (other ? 8 : 0)));
        out.putShort((short) word.rarity);
        out.putShort((short) word.soundRarity);
        out.putShort((short) word.rarityOfAny);
        out.putShort((short) word.soundRarityOfAny);
        if (other) {
          put(out, word.otherSoundText);
          out.putShort((short) word.otherSoundRarityOfAny);
        }
      }
    }
    out.put((byte) dates.length);
    for (int date : dates) {
      out.putInt(date);
    }
    out.put((byte) countries.length);
    for (int country : countries) {
      out.putInt(country);
    }
    out.put((byte) places.length);
    for (byte[] place : places) {
      put(out, place);
    }
    out.put((byte) numbers.length);
    for (Number number : numbers) {
      out.putInt(number.kind).putInt(number.country).put((byte) (number.unique ? 1 : 0));
      put(out, number.value);
    }
    out.put((byte) phones.length);
    for (long phone : phones) {
      out.putLong(phone);
    }
    out.put((byte) emails.length);
    for (byte[] email : emails) {
      put(out, email);
    }
    out.put((byte) addresses.length);
    for (Place address : addresses) {
      out.putInt(address.house);
      put(out, address.city);
      put(out, address.street);
      put(out, address.postcode);
    }
    return out.array();
  }

  private int size() {
    int size =
        3 + 8 * keys.length + 8 + 4 * dates.length + 4 * countries.length + 8 * phones.length;
    for (Word[] name : names) {
      size++;
      for (Word word : name) {
        size += 12 + word.text.length + word.soundText.length + 2 * word.nicknames.length;
        size += word.otherSoundText.length > 0 ? 3 + word.otherSoundText.length : 0;
      }
    }
    for (byte[] place : places) {
      size += 1 + place.length;
    }
    for (Number number : numbers) {
      size += 10 + number.value.length;
    }
    for (byte[] email : emails) {
      size += 1 + email.length;
    }
    for (Place address : addresses) {
      size += 7 + address.city.length + address.street.length + address.postcode.length;
    }
    return size;
  }

  private static void put(ByteBuffer out, byte[] text) {
    out.put((byte) text.length).put(text);
  }

  /**
   * Reads what {@link #pack} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Profile unpack(byte[] packed) {
    return unpack(packed, 0);
  }

  /**
   * Reads what {@link #pack} wrote.
   *
   * @param at where it begins
   */
  public static Profile unpack(byte[] packed, int at) {
    try {
      return unpack(new Cursor(packed, at));
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("Cannot read a profile: it is cut off", e);
    }
  }

  private static Profile unpack(Cursor in) {
    Profile p = new Profile();
    p.kind = in.get();
    p.sex = in.get();
    p.keys = new long[in.get()];
    for (int i = 0; i < p.keys.length; i++) {
      p.keys[i] = in.getLong();
    }
    p.names = new Word[in.get()][];
    for (int n = 0; n < p.names.length; n++) {
      p.names[n] = new Word[in.get()];
      for (int w = 0; w < p.names[n].length; w++) {
        p.names[n][w] = word(in);
      }
    }
    p.dates = ints(in);
    p.countries = ints(in);
    p.places = texts(in);
    p.numbers = new Number[in.get()];
    for (int i = 0; i < p.numbers.length; i++) {
      Number number = new Number();
      number.kind = in.getInt();
      number.country = in.getInt();
      number.unique = in.get() != 0;
      number.value = text(in);
      p.numbers[i] = number;
    }
    p.phones = new long[in.get()];
    for (int i = 0; i < p.phones.length; i++) {
      p.phones[i] = in.getLong();
    }
    p.emails = texts(in);
    p.addresses = new Place[in.get()];
    for (int i = 0; i < p.addresses.length; i++) {
      Place place = new Place();
      place.house = in.getInt();
      place.city = text(in);
      place.street = text(in);
      place.postcode = text(in);
      p.addresses[i] = place;
    }
    return p;
  }

  private static Word word(Cursor in) {
    Word word = new Word();
    word.text = text(in);
    word.soundText = text(in);
    word.sound = hash(word.soundText);
    int nicknames = in.get();
    if (nicknames > 0) {
      word.nicknames = new int[nicknames];
      for (int i = 0; i < nicknames; i++) {
        word.nicknames[i] = in.getShort();
      }
    }
    byte flags = in.get();
    word.role = (byte) (flags & 3);
    word.consonantal = (flags & 4) != 0;
    word.rarity = in.getShort();
    word.soundRarity = in.getShort();
    word.rarityOfAny = in.getShort();
    word.soundRarityOfAny = in.getShort();
    if ((flags & 8) != 0) {
      word.otherSoundText = text(in);
      word.otherSound = hash(word.otherSoundText);
      word.otherSoundRarityOfAny = in.getShort();
    }
    word.letters = letters(word.text);
    return word;
  }

  private static int[] ints(Cursor in) {
    int[] values = new int[in.get()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getInt();
    }
    return values;
  }

  private static byte[][] texts(Cursor in) {
    byte[][] values = new byte[in.get()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = text(in);
    }
    return values;
  }

  private static byte[] text(Cursor in) {
    int length = in.get();
    return length == 0 ? EMPTY : in.get(length);
  }

  /** Reads on in an array. Big-endian, as a {@link ByteBuffer} writes. */
  private static final class Cursor {
    private static final VarHandle SHORTS =
        MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] packed;
    private int at;

    Cursor(byte[] packed, int at) {
      this.packed = packed;
      this.at = at;
    }

    byte get() {
      return packed[at++];
    }

    byte[] get(int length) {
      if (length < 0 || at + length > packed.length) {
        throw new IndexOutOfBoundsException(at + length);
      }
      byte[] part = Arrays.copyOfRange(packed, at, at + length);
      at += length;
      return part;
    }

    short getShort() {
      short value = (short) SHORTS.get(packed, at);
      at += 2;
      return value;
    }

    int getInt() {
      int value = (int) INTS.get(packed, at);
      at += 4;
      return value;
    }

    long getLong() {
      long value = (long) LONGS.get(packed, at);
      at += 8;
      return value;
    }
  }
}
