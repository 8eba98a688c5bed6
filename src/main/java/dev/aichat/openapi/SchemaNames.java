package dev.aichat.openapi;

import java.util.Set;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.jackson.TypeNameResolver;

import dev.aichat.web.Page;

/** Names the schema of a page after its rows, and any other after its class. */
class SchemaNames extends TypeNameResolver {

	@Override
	protected String nameForGenericType(JavaType type, Set<Options> options) {
		return type.hasRawClass(Page.class) ? nameForType(type.containedType(0), options) + "Page"
				: super.nameForGenericType(type, options);
	}

}
