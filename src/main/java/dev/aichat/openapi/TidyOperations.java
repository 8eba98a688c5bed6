package dev.aichat.openapi;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.util.StringUtils;

/**
 * Completes the documented operations: a stable order, an id for every path, and what
 * their parameters are for.
 */
class TidyOperations implements OpenApiCustomizer {

	private final Glossary glossary;

	TidyOperations(Glossary glossary) {
		this.glossary = glossary;
	}

	@Override
	public void customise(OpenAPI document) {
		Paths paths = ordered(document.getPaths());
		document.setPaths(paths);
		Set<String> ids = new HashSet<>();
		paths.forEach((path, item) -> item.readOperations().forEach((operation) -> {
			nameAlias(path, operation, ids);
			describeParameters(operation);
		}));
	}

	private static Paths ordered(Paths paths) {
		Paths ordered = new Paths();
		paths.entrySet()
			.stream()
			.sorted(Comparator.comparing((Map.Entry<String, PathItem> path) -> tag(path.getValue()))
				.thenComparing(Map.Entry.comparingByKey()))
			.forEach((path) -> ordered.addPathItem(path.getKey(), path.getValue()));
		return ordered;
	}

	private static String tag(PathItem path) {
		return path.readOperations().get(0).getTags().get(0);
	}

	/** Of an operation's paths, the first has its id, and another has one of its own. */
	private static void nameAlias(String path, Operation operation, Set<String> ids) {
		String id = operation.getOperationId().replaceFirst("_\\d+$", "");
		String alias = id + "At" + StringUtils.capitalize(path.substring(path.lastIndexOf('/') + 1));
		operation.setOperationId(ids.add(id) ? id : alias);
	}

	private void describeParameters(Operation operation) {
		if (operation.getParameters() != null) {
			operation.getParameters()
				.forEach((parameter) -> parameter
					.setDescription(this.glossary.parameter(operation.getTags().get(0), parameter.getName())));
		}
	}

}
