package dev.aichat.testing;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Resets the AI and asserts the accounting invariants after each test, and over all users
 * after each class.
 */
public class BooksBalanceExtension implements AfterEachCallback, AfterAllCallback {

	@Override
	public void afterEach(ExtensionContext test) {
		ApplicationContext context = SpringExtension.getApplicationContext(test);
		context.getBeanProvider(ScriptedModel.class).ifAvailable(ScriptedModel::reset);
		context.getBeanProvider(Provider.class).ifAvailable(Provider::reset);
		context.getBean(Books.class).balanceNewest();
	}

	@Override
	public void afterAll(ExtensionContext tests) {
		SpringExtension.getApplicationContext(tests).getBean(Books.class).balance();
	}

}
