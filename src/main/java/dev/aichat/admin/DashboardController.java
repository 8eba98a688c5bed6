package dev.aichat.admin;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import dev.aichat.chat.ChatDirectory;
import dev.aichat.chat.DailyChats;

/** Shows operators the whole, and how it went lately. */
@AdminPage
class DashboardController {

	private static final int DAYS = 30;

	private final TotalsService totals;

	private final ChatDirectory chats;

	private final Clock clock;

	DashboardController(TotalsService totals, ChatDirectory chats, Clock clock) {
		this.totals = totals;
		this.chats = chats;
		this.clock = clock;
	}

	@GetMapping(PageSecurity.HOME)
	String dashboard(Model model) {
		List<DailyChats> days = days();
		model.addAttribute("totals", this.totals.totals());
		model.addAttribute("days", days);
		model.addAttribute("chatsByDay", DailyChart.of(days, DailyChats::chats));
		model.addAttribute("tokensByDay", DailyChart.of(days, DailyChats::tokens));
		return "admin/dashboard";
	}

	/** The last days, the oldest first, also those without chats. */
	private List<DailyChats> days() {
		LocalDate today = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
		LocalDate first = today.minusDays(DAYS - 1);
		Map<LocalDate, DailyChats> known = this.chats.daily(first)
			.stream()
			.collect(Collectors.toMap(DailyChats::day, Function.identity()));
		return first.datesUntil(today.plusDays(1))
			.map((day) -> known.getOrDefault(day, new DailyChats(day, 0, 0)))
			.toList();
	}

}
