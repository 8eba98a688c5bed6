package dev.aichat.user;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.aichat.web.BoundedText;

/**
 * A valid username.
 *
 * @param typed the name as it was typed, without blanks around it
 * @param key the same for all spellings of the name in any case and Unicode form
 */
public record Username(String typed, String key) {

	/** The most characters (code points) of a name. */
	public static final int MAX_LENGTH = 150;

	/** The rule of names, as a sentence without its full stop. */
	public static final String RULE = "A username has 1 to 150 characters: letters and digits of any script, and @ . + - _";

	/** Invisible letters and marks cannot tell names apart. */
	private static final Pattern ALLOWED = Pattern
		.compile("[\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}@.+\\-_&&[^" + BoundedText.INVISIBLE + "]]{1," + MAX_LENGTH + "}");

	/** The scripts that a language mixes (UTS 39, section 5.2, highly restrictive). */
	private static final List<Set<UnicodeScript>> MIXTURES = List.of(
			EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
			EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
			EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

	/**
	 * Marks on no letter, more than two accents, one mark twice, or more than four of a
	 * script's own marks (UTS 39, section 5.4) on one letter.
	 */
	private static final Pattern MISUSED_MARKS = Pattern
		.compile("(?<![\\p{L}\\p{M}])\\p{M}|\\p{IsInherited}{3}|(\\p{M})\\1|\\p{Mn}{5}");

	/** Reads a name; nothing if the text breaks the rules. */
	public static Optional<Username> parse(@Nullable String text) {
		String typed = (text != null) ? text.strip() : "";
		if (typed.codePointCount(0, typed.length()) > MAX_LENGTH) {
			return Optional.empty();
		}
		String normal = Normalizer.normalize(typed, Normalizer.Form.NFKC);
		return ALLOWED.matcher(normal).matches() ? Optional.of(new Username(typed, foldCase(normal)))
				: Optional.empty();
	}

	/**
	 * Returns the rule of new names that a text breaks, as a sentence; nothing if it
	 * breaks none. Log-in accepts older names that break those against look-alikes.
	 */
	public static Optional<String> brokenRule(@Nullable String text) {
		if (text == null || text.isBlank()) {
			return Optional.of(BoundedText.REQUIRED);
		}
		if (parse(text).isEmpty()) {
			return Optional.of(RULE + ".");
		}
		String normal = Normalizer.normalize(text.strip(), Normalizer.Form.NFKD);
		Set<UnicodeScript> scripts = normal.codePoints()
			.mapToObj(UnicodeScript::of)
			.filter((script) -> script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED)
			.collect(Collectors.toSet());
		if (scripts.size() > 1 && MIXTURES.stream().noneMatch((mixture) -> mixture.containsAll(scripts))) {
			return Optional.of("A username may not mix scripts whose letters look alike, such as Latin and Cyrillic.");
		}
		return MISUSED_MARKS.matcher(normal).find()
				? Optional.of("A username may not begin with a combining mark, or have many on one letter.")
				: Optional.empty();
	}

	/**
	 * Through upper case, because some letters differ in lower case alone (ß and ss, σ
	 * and ς), and from lower case, because ẞ is one in upper case alone; folding can undo
	 * the normal form, so it is restored.
	 */
	static String foldCase(String normal) {
		String upper = normal.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
		return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
	}

}
