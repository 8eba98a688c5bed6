package dev.aichat;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The metered AI chat backend. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class AiChatApplication {

	public static void main(String[] args) {
		SpringApplication.run(AiChatApplication.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
