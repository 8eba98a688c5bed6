package dev.aichat;

import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

/** Imports run downhill, as each {@code package-info.java} says. */
class ModulesTests {

	@Test
	void featuresImportOnlyWhatTheyMay() {
		ApplicationModules.of(AiChatApplication.class).verify();
	}

}
