package dev.aichat.chat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The chats that this instance asks the AI about. While there are any, it renews their
 * leases, and stops those that another instance was asked to stop. It has a thread of its
 * own, because a lease must not wait for other jobs, and holds during a shutdown too.
 */
@Component
class ChatsInFlight {

	private static final Logger log = LoggerFactory.getLogger(ChatsInFlight.class);

	/** A quarter of the lease, so that some renewals may fail. */
	private static final Duration RENEWAL = Duration.ofSeconds(5);

	private final ChatRepository repository;

	private final Map<UUID, StartedChat> chats = new ConcurrentHashMap<>();

	private final ScheduledExecutorService timer;

	private long renewedAt = System.nanoTime() - RENEWAL.toNanos();

	ChatsInFlight(ChatRepository repository) {
		this.repository = repository;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("chat-leases-");
		threads.setDaemon(true);
		this.timer = Executors.newSingleThreadScheduledExecutor(threads);
	}

	@PostConstruct
	void start() {
		this.timer.scheduleWithFixedDelay(this::check, 1, 1, TimeUnit.SECONDS);
	}

	@PreDestroy
	void stop() {
		this.timer.shutdownNow();
	}

	void add(StartedChat chat) {
		this.chats.put(chat.reservation().chatId(), chat);
	}

	void remove(StartedChat chat) {
		this.chats.remove(chat.reservation().chatId());
	}

	/** The user's chat, if it is in flight here. */
	Optional<StartedChat> find(long userId, UUID id) {
		return Optional.ofNullable(this.chats.get(id)).filter((chat) -> chat.reservation().userId() == userId);
	}

	/** Renews leases when it is time, and stops chats; what fails is tried again. */
	void check() {
		UUID[] ids = this.chats.keySet().toArray(UUID[]::new);
		if (ids.length == 0) {
			return;
		}
		try {
			long now = System.nanoTime();
			if (now - this.renewedAt >= RENEWAL.toNanos()) {
				this.repository.renewLeases(ids);
				this.renewedAt = now;
			}
			this.repository.findStopRequested(ids)
				.forEach((chat) -> find(chat.userId(), chat.id()).ifPresent(StartedChat::stop));
		}
		catch (RuntimeException ex) {
			log.warn("The leases of {} chats are not renewed: {}", ids.length, ex.toString());
		}
	}

}
