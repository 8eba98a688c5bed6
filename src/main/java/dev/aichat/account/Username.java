package dev.aichat.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A name that follows the rules.
 *
 * @param typed the name as it is shown: as it was typed, without blanks around it
 * @param key what two spellings of one name share, whatever their case and Unicode form
 */
public record Username(String typed, String key) {

	/** The most characters (code points) of a name. */
	public static final int MAX_LENGTH = 150;

	static final String RULE = "A username has 1 to 150 characters: letters and digits of any script, and @ . + - _";

	private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}@.+\\-_]{1,150}");

	/**
	 * Reads a name.
	 * @param text what was sent
	 * @return the name, or nothing if it breaks the rules
	 */
	public static Optional<Username> parse(@Nullable String text) {
		if (text == null) {
			return Optional.empty();
		}
		String typed = text.strip();
		String normal = Normalizer.normalize(typed, Normalizer.Form.NFKC);
		if (typed.codePointCount(0, typed.length()) > MAX_LENGTH || !ALLOWED.matcher(normal).matches()) {
			return Optional.empty();
		}
		return Optional.of(new Username(typed, foldCase(normal)));
	}

	/**
	 * Upper case first, because some letters differ in lower case alone (ß and ss, σ and
	 * ς); folding can undo the normal form, so it is restored.
	 */
	private static String foldCase(String normal) {
		return Normalizer.normalize(normal.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
	}

}
