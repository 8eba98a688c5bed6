package dev.aichat.console;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import dev.aichat.admin.TotalsService;
import dev.aichat.chat.ChatQueries;
import dev.aichat.chat.ChatQueries.DailyChats;

/** Shows operators the totals, and the chats of the last days. */
@Controller
class DashboardController {

	private static final int DAYS = 30;

	/** The days before yesterday, whose chats have all ended. */
	private final Cache<LocalDate, DailyChats> past = Caffeine.newBuilder()
		.maximumSize(DAYS)
		.expireAfterWrite(Duration.ofHours(1))
		.build();

	private final TotalsService totals;

	private final ChatQueries chats;

	private final Clock clock;

	DashboardController(TotalsService totals, ChatQueries chats, Clock clock) {
		this.totals = totals;
		this.chats = chats;
		this.clock = clock;
	}

	@GetMapping(ConsoleSecurity.HOME)
	String dashboard(Model model) {
		List<DailyChats> days = days();
		model.addAttribute("totals", this.totals.totals());
		model.addAttribute("days", days);
		model.addAttribute("chatsByDay", DailyChart.of(days, DailyChats::chats));
		model.addAttribute("tokensByDay", DailyChart.of(days, DailyChats::tokens));
		return "admin/dashboard";
	}

	/** Lists the last days, the oldest first, also days without chats. */
	private List<DailyChats> days() {
		LocalDate today = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
		LocalDate settled = today.minusDays(1);
		return today.minusDays(DAYS - 1)
			.datesUntil(today.plusDays(1))
			.map((day) -> day.isBefore(settled) ? this.past.get(day, this.chats::on) : this.chats.on(day))
			.toList();
	}

}
