package dev.aichat.user;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Valid names, and the key that their spellings share. */
class UsernameTests {

	@ParameterizedTest
	@CsvSource({ "Ada, aDA", "Straße, STRASSE", "STRAẞE, straße", "ΟΔΥΣΣΕΥΣ, οδυσσευς", "σ, ς", "Jos\u00e9, JOSE\u0301",
			"Ａｄａ１, ada1", "ﬃ, FFI", "İ, i\u0307", "K, \u212a", "Å, \u212b", "ꭰ, Ꭰ" })
	void spellingsOfOneNameShareTheirKey(String one, String other) {
		assertThat(key(one)).isEqualTo(key(other));
	}

	@ParameterizedTest
	@CsvSource({ "jose, jos\u00e9", "ada, ada_", "а, a", "1, ١" })
	void differentNamesHaveDifferentKeys(String one, String other) {
		assertThat(key(one)).isNotEqualTo(key(other));
	}

	@Test
	void everySpellingOfEveryLetterSharesItsKey() {
		assertThat(
				letters().filter((letter) -> !spellings(letter).map(UsernameTests::key).allMatch(key(letter)::equals)))
			.isEmpty();
	}

	@Test
	void everyKeyFitsItsColumn() {
		assertThat(letters().filter((letter) -> key(letter).length() > letter.length())
			.map((letter) -> parse(letter.repeat(150)))
			.flatMap(Optional::stream)).isNotEmpty().allMatch((name) -> name.key().length() <= 900);
	}

	@Test
	void nameIsShownAsItWasTypedWithoutBlanksAroundIt() {
		assertThat(parse("  Ａda\u3000\n").map(Username::typed)).contains("Ａda");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "a b", "a\u00a0b", "a\u0000", "a\u0007", "a\u200bb", "a\u202eb", "😀", "1️⃣",
			"a/b", "a<b", "a'b", "½", "\ufdfa", "\ud800", "a\ufe0f", "\u3164", "a\u034fb" })
	void otherCharactersAreRejected(String text) {
		assertThat(parse(text)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada.lovelace+1@example.org", "José", "Nguyễn", "Zoë3", "محمد٣", "Владимир-1", "Ὀδυσσεύς",
			"ада", "東京たろうタローada", "ㄅㄆ漢字", "김치kim金", "आवाज़ें", "ရွှံ့", "བསྒྲོལ", "שָׁלוֹם", "مُحَمَّد", "สมชาย", "ก้ำ",
			"x\u0323\u0301", "a-b_c", "हिन्दी", "名前", "٣", "𝒜da" })
	void newNameIsOfOneScriptOrOfOneLanguage(String text) {
		assertThat(Username.brokenRule(text)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "\u0430da, mix scripts", "ad\u03b1, mix scripts", "\u0391\u0410, mix scripts", "a\u05d0, mix scripts",
			"a\u0985, mix scripts", "ada\u09ea, mix scripts", "\u0430\u6771, mix scripts", "\u30a2\uac00, mix scripts",
			"\u0301ada, combining mark", "a.\u0301b, combining mark", "a\u0300\u0301\u0302, combining mark",
			"\u1ebf\u0323, combining mark", "a\u0301\u0301, combining mark", "\u0e01\u0e47\u0e47, combining mark",
			"a b, 1 to 150" })
	void nameThatLooksLikeAnotherIsRejectedAtRegistrationAlone(String text, String rule) {
		assertThat(Username.brokenRule(text)).hasValueSatisfying((sentence) -> assertThat(sentence).contains(rule));
		assertThat(parse(text).isPresent()).isEqualTo(!rule.equals("1 to 150"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "𝒜", "é", "语" })
	void lengthIsCountedInCodePoints(String letter) {
		assertThat(parse(letter.repeat(150))).isPresent();
		assertThat(parse(letter.repeat(151))).isEmpty();
	}

	@Test
	void lengthIsCountedBeforeAndAfterNormalizing() {
		assertThat(parse("e\u0301".repeat(75))).isPresent();
		assertThat(parse("e\u0301".repeat(76))).isEmpty();
		assertThat(parse("ﬃ".repeat(50))).isPresent();
		assertThat(parse("ﬃ".repeat(51))).isEmpty();
	}

	private static Stream<String> letters() {
		return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
			.filter((codePoint) -> Character.isLetter(codePoint))
			.mapToObj(Character::toString)
			.filter((letter) -> parse(letter).isPresent());
	}

	private static Stream<String> spellings(String letter) {
		Stream<String> forms = Arrays.stream(Normalizer.Form.values())
			.map((form) -> Normalizer.normalize(letter, form));
		return Stream.concat(forms, Stream.of(key(letter), letter.toUpperCase(Locale.ROOT),
				letter.toLowerCase(Locale.ROOT), letter.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT)));
	}

	private static Optional<Username> parse(String text) {
		return Username.parse(text);
	}

	private static String key(String text) {
		return parse(text).map(Username::key).orElseThrow();
	}

}
