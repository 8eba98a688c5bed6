package dev.aichat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Column;
import jakarta.persistence.PersistenceContext;
import org.apache.catalina.Valve;
import org.apache.coyote.ProtocolHandler;
import org.jspecify.annotations.NullMarked;

import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.ai.AiService;
import dev.aichat.user.User;
import dev.aichat.web.ProblemException;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.BE_ANNOTATED_WITH_AN_INJECTION_ANNOTATION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

/** Tests the rules of the architecture that the compiler does not check. */
@AnalyzeClasses(packages = "dev.aichat", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule repositoriesBelongToTheirFeature = classes().that()
		.areAnnotatedWith(org.springframework.stereotype.Repository.class)
		.or()
		.areAssignableTo(Repository.class)
		.should()
		.bePackagePrivate()
		.because("other features use the feature's service");

	@ArchTest
	static final ArchRule onlyAuthKnowsJwts = noClasses().that()
		.resideOutsideOfPackage("dev.aichat.auth")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.jsonwebtoken..");

	@ArchTest
	static final ArchRule onlyAiKnowsTheModel = noClasses().that()
		.resideOutsideOfPackage("dev.aichat.ai")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.langchain4j..");

	@ArchTest
	static final ArchRule constructorsInject = noFields().should(BE_ANNOTATED_WITH_AN_INJECTION_ANNOTATION)
		.orShould()
		.beAnnotatedWith(PersistenceContext.class);

	@ArchTest
	static final ArchRule timeIsReadFromTheClock = noClasses().should()
		.callCodeUnitWhere(describe("read the time without a clock",
				(call) -> readsTimeWithoutClock(call.getTarget())
						&& !call.getOriginOwner().isEquivalentTo(Clock.class)))
		.because("tests move the clock");

	@ArchTest
	static final ArchRule onlyTheApplicationMakesAClock = noClasses().that()
		.doNotBelongToAnyOf(AiChatApplication.class)
		.should()
		.callMethodWhere(describe("make a system clock",
				(call) -> call.getTargetOwner().isEquivalentTo(Clock.class) && call.getName().startsWith("system")));

	@ArchTest
	static final ArchRule logsGoThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

	@ArchTest
	static final ArchRule onlyTheTerminalPrints = noClasses().that()
		.doNotHaveFullyQualifiedName("dev.aichat.cli.Terminal")
		.should(ACCESS_STANDARD_STREAMS);

	@ArchTest
	static final ArchRule suffixesSaySomething = noClasses().should()
		.haveNameMatching(".*(Impl|Dto|DTO|Entity|Utils?|Helper|Manager)");

	/** Excuses types that the framework or a Javadoc needs. */
	@ArchTest
	static final ArchRule publicTypesAreUsedElsewhere = classes().that()
		.arePublic()
		.and()
		.areTopLevelClasses()
		.and()
		.doNotBelongToAnyOf(AiChatApplication.class)
		.and(not(assignableTo(ProblemException.class)))
		.and(not(assignableTo(Valve.class)))
		.and(not(assignableTo(ProtocolHandler.class)))
		.should(ArchCondition.from(describe("be used in another package", ArchitectureTests::isUsedElsewhere)));

	@ArchTest
	static final ArchRule publicMethodsExposePublicTypes = noCodeUnits()
		.that(describe("are public in public types", ArchitectureTests::isPublic))
		.should(ArchCondition.from(describe("expose types that are not public", ArchitectureTests::exposesHiddenType)));

	@ArchTest
	static final ArchRule balanceOfAnEntityIsReadOnly = noClasses().should().setField(User.class, "tokens");

	@ArchTest
	static void balanceOfAnEntityIsNeverStored(JavaClasses classes) {
		Column column = classes.get(User.class).getField("tokens").getAnnotationOfType(Column.class);
		assertThat(column.insertable() || column.updatable()).isFalse();
	}

	@ArchTest
	static final ArchRule noTransactionSpansTheAi = noCodeUnits()
		.that(describe("are transactional",
				(unit) -> unit.isAnnotatedWith(Transactional.class)
						|| unit.getOwner().isAnnotatedWith(Transactional.class)))
		.should(ArchCondition.from(describe("reach AiService.ask", (unit) -> reachesAi(unit, new HashSet<>()))));

	@ArchTest
	static void packagesAreNullMarked(JavaClasses classes) {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct())
			.allMatch((ofClass) -> ofClass.isAnnotatedWith(NullMarked.class), "is annotated with @NullMarked");
	}

	@ArchTest
	static void onlyOneStatementChangesBalances(JavaClasses classes) throws IOException {
		assertThat(filesWith("(?i)\\bupdate\\s+users?\\s[^;]*?\\btokens\\s*="))
			.containsExactly("BalanceRepository.java");
	}

	@ArchTest
	static void ledgerAndAuditAreOnlyAppendedTo(JavaClasses classes) throws IOException {
		assertThat(filesWith("(?i)\\b(update|delete\\s+from|merge\\s+into|truncate(\\s+table)?)\\s+(ledger|audit)\\b"))
			.isEmpty();
	}

	private static boolean readsTimeWithoutClock(CodeUnitCallTarget target) {
		JavaClass owner = target.getOwner();
		return (owner.getPackageName().startsWith("java.time") && target.getName().equals("now")
				&& target.getRawParameterTypes().stream().noneMatch((type) -> type.isEquivalentTo(Clock.class)))
				|| (owner.isEquivalentTo(System.class) && target.getName().equals("currentTimeMillis"))
				|| (owner.isEquivalentTo(Date.class) && target.getName().equals("<init>")
						&& target.getRawParameterTypes().isEmpty())
				|| (owner.isAssignableTo(Calendar.class)
						&& List.of("getInstance", "<init>").contains(target.getName()));
	}

	private static boolean isPublic(JavaCodeUnit unit) {
		return unit.getModifiers().contains(JavaModifier.PUBLIC)
				&& unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC);
	}

	private static boolean isUsedElsewhere(JavaClass type) {
		return type.getDirectDependenciesToSelf()
			.stream()
			.anyMatch((use) -> !use.getOriginClass().getPackageName().equals(type.getPackageName()))
				|| type.getMethodsWithReturnTypeOfSelf().stream().anyMatch(ArchitectureTests::isPublic);
	}

	private static boolean exposesHiddenType(JavaCodeUnit unit) {
		return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
			.flatMap((type) -> type.getAllInvolvedRawTypes().stream())
			.filter((type) -> type.getPackageName().startsWith("dev.aichat"))
			.anyMatch((type) -> !type.getModifiers().contains(JavaModifier.PUBLIC));
	}

	private static boolean reachesAi(JavaCodeUnit unit, Set<JavaCodeUnit> seen) {
		if (unit.getOwner().isEquivalentTo(AiService.class) && unit.getName().equals("ask")) {
			return true;
		}
		return seen.add(unit) && unit.getCallsFromSelf()
			.stream()
			.flatMap((call) -> call.getTarget().resolveMember().stream())
			.anyMatch((called) -> reachesAi(called, seen));
	}

	private static List<String> filesWith(String statement) throws IOException {
		List<String> names = new ArrayList<>();
		try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				if (Pattern.compile(statement).matcher(Files.readString(file)).find()) {
					names.add(file.getFileName().toString());
				}
			}
		}
		return names;
	}

}
