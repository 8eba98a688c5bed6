package dev.aichat.testing;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * After each test: the AI forgets its script, and the books of those it was about must
 * balance. After the last of a class: the books of all.
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
