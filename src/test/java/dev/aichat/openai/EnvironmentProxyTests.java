package dev.aichat.openai;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** The choice of a proxy by the environment. */
class EnvironmentProxyTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "direct", textBlock = """
			https://api.example.com/v1 | ''                      | http://me:secret@proxy.example.com:3128
			https://api.example.com/v1 | other.com, .example.com | direct
			https://api.example.com/v1 | api.example.com:443     | direct
			https://api.example.com/v1 | *.EXAMPLE.com           | direct
			https://api.example.com/v1 | ample.com               | http://me:secret@proxy.example.com:3128
			https://api.example.com/v1 | *                       | direct
			https://localhost/v1       | ''                      | direct
			https://127.0.0.2/v1       | ''                      | direct
			https://[::1]/v1           | ''                      | direct
			HTTP://api.example.com/v1  | ''                      | http://plain.example.com""")
	void variablesNameTheProxyInUpperAndLowerCase(URI address, String exceptions, URI proxy) {
		MutablePropertySources variables = new MutablePropertySources();
		variables.addFirst(new SystemEnvironmentPropertySource("environment",
				Map.of("HTTPS_PROXY", " http://me:secret@proxy.example.com:3128 ", "http_proxy", "plain.example.com",
						"NO_PROXY", exceptions)));
		assertThat(new EnvironmentProxy(new PropertySourcesPropertyResolver(variables)).find(address)).isEqualTo(proxy);
	}

}
