package org.insight.resolution.names;

/**
 * One word of a name.
 *
 * @param text folded: letters a to z and digits
 * @param sound consonants by their class, see {@link SoundKey}; never empty
 * @param otherSound as {@code sound}, of another way to read the word; empty if there is none
 * @param consonantal written in a script without short vowels
 * @param role what the word is in the name
 */
public record Token(String text, String sound, String otherSound, boolean consonantal, Role role) {

  /** What a word is in a name, as far as the record says so. */
  public enum Role {
    GIVEN,
    FAMILY,
    UNKNOWN
  }
}
