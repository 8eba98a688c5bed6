package dev.aichat.web;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/** The client is the last address that no trusted proxy has. */
class ClientAddressTests {

	private static final List<Network> TRUSTED = Stream.of("10.0.0.0/8", "192.0.2.7", "2001:db8:aaaa::/48")
		.map(Network::valueOf)
		.toList();

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			203.0.113.9          | 198.51.100.1                             | 203.0.113.9
			203.0.113.9          | 10.1.1.1                                 | 203.0.113.9
			10.1.1.1             | -                                        | 10.1.1.1
			10.1.1.1             | ''                                       | 10.1.1.1
			10.1.1.1             | 198.51.100.1                             | 198.51.100.1
			10.1.1.1             | 198.51.100.1:4711                        | 198.51.100.1
			::ffff:10.1.1.1      | ::ffff:198.51.100.1                      | 198.51.100.1
			10.1.1.1             | [2001:db8::5]:4711                       | 2001:db8:0:0:0:0:0:5
			2001:db8:aaaa:0:0:0:0:1 | 198.51.100.1                          | 198.51.100.1
			2001:db8:aaab:0:0:0:0:1 | 198.51.100.1                          | 2001:db8:aaab:0:0:0:0:1
			10.1.1.1             | 9.9.9.9, 198.51.100.1                    | 198.51.100.1
			10.1.1.1             | 10.9.9.9, 198.51.100.1                   | 198.51.100.1
			10.1.1.1             | 9.9.9.9, 198.51.100.1, 10.2.2.2,192.0.2.7 | 198.51.100.1
			10.1.1.1             | 10.3.3.3, 10.2.2.2                       | 10.3.3.3
			10.1.1.1             | 9.9.9.9, garbage, 10.2.2.2               | 10.2.2.2
			10.1.1.1             | 198.51.100.1, garbage                    | 10.1.1.1
			10.1.1.1             | garbage                                  | 10.1.1.1
			10.1.1.1             | localhost                                | 10.1.1.1
			10.1.1.1             | , 198.51.100.1,, ,                       | 198.51.100.1
			10.1.1.1             | 9.9.9.9 ; 198.51.100.1                   | 198.51.100.1
			10.1.1.1             | 198.51.100.1 ; 10.2.2.2                  | 198.51.100.1
			""")
	void clientIsTheLastThatIsNotTrusted(String peer, String header, String client) throws Exception {
		assertThat(client(peer, (header != null) ? List.of(header.split(" ; ")) : List.of())).isEqualTo(client);
	}

	@Test
	void overlongHeaderIsReadToItsEnd() throws Exception {
		assertThat(client("10.1.1.1", Collections.nCopies(50, "10.2.2.2,".repeat(1000)))).isEqualTo("10.2.2.2");
		assertThat(client("10.1.1.1", List.of("x".repeat(16_000)))).isEqualTo("10.1.1.1");
	}

	private static String client(String peer, List<String> headers) throws Exception {
		String[] address = { peer };
		Request request = mock();
		given(request.getPeerAddr()).willReturn(peer);
		given(request.getHeaders("X-Forwarded-For")).willReturn(Collections.enumeration(headers));
		willAnswer((call) -> address[0] = call.getArgument(0)).given(request).setRemoteAddr(any());
		Valve next = mock();
		ClientAddressValve valve = new ClientAddressValve(TRUSTED);
		valve.setNext(next);
		valve.invoke(request, mock(Response.class));
		then(next).should().invoke(any(), any());
		return address[0];
	}

}
