package dev.aichat.database;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Limits the times of PostgreSQL connections, except those of migrations. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

	@Bean
	static BeanPostProcessor databaseTimeLimits(ObjectProvider<DatabaseSettings> settings) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessBeforeInitialization(Object bean, String name) {
				if (bean instanceof HikariDataSource pool && pool.getConnectionInitSql() == null
						&& DatabaseDriver.fromJdbcUrl(pool.getJdbcUrl()) == DatabaseDriver.POSTGRESQL) {
					pool.setConnectionInitSql(settings.getObject().initSql());
					pool.setDataSource(new PromptDataSource(pool, settings.getObject().connectionProperties()));
				}
				return bean;
			}

		};
	}

	/** Gives migrations connections of their own, without limits. */
	@Bean
	FlywayConfigurationCustomizer unlimitedMigrations() {
		return (flyway) -> {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(flyway.getDataSource(), HikariConfigMXBean.class,
					HikariDataSource.class);
			if (pool != null && pool.getConnectionInitSql() != null) {
				flyway.dataSource(DataSourceBuilder.derivedFrom(pool).type(SimpleDriverDataSource.class).build());
			}
		};
	}

}
