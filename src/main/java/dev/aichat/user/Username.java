package dev.aichat.user;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

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

	/** Letters and marks that are invisible, and so cannot tell names apart. */
	private static final String INVISIBLE = "\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}"
			+ "\\x{fe00}-\\x{fe0f}\\x{e0100}-\\x{e01ef}";

	private static final Pattern ALLOWED = Pattern
		.compile("[\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}@.+\\-_&&[^" + INVISIBLE + "]]{1," + MAX_LENGTH + "}");

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
	 * Through upper case, because some letters differ in lower case alone (ß and ss, σ
	 * and ς), and from lower case, because ẞ is one in upper case alone; folding can undo
	 * the normal form, so it is restored.
	 */
	static String foldCase(String normal) {
		String upper = normal.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
		return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
	}

}
