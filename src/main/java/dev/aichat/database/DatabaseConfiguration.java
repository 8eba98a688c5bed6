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
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Limits the times of PostgreSQL connections, except those of migrations. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

	private static final String LOCK_NOT_AVAILABLE = "55P03";

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

	/** Translates PostgreSQL's lock timeout to a transient failure. */
	@Bean
	SQLExceptionTranslator sqlExceptionTranslator() {
		SQLExceptionSubclassTranslator translator = new SQLExceptionSubclassTranslator();
		translator.setCustomTranslator((task, sql, failure) -> LOCK_NOT_AVAILABLE.equals(failure.getSQLState())
				? new CannotAcquireLockException(task, failure) : null);
		return translator;
	}

}
