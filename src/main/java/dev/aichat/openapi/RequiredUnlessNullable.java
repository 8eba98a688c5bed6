package dev.aichat.openapi;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import org.jspecify.annotations.Nullable;

/** Documents a record's component as required, unless it is marked as nullable. */
class RequiredUnlessNullable extends NopAnnotationIntrospector {

	@Override
	public @Nullable Boolean hasRequiredMarker(AnnotatedMember annotated) {
		Member member = annotated.getMember();
		if (!member.getDeclaringClass().isRecord()) {
			return null;
		}
		AnnotatedType type = (member instanceof Field field) ? field.getAnnotatedType()
				: (member instanceof Method method) ? method.getAnnotatedReturnType() : null;
		return (type != null) ? !type.isAnnotationPresent(Nullable.class) : null;
	}

}
