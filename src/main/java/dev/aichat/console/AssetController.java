package dev.aichat.console;

import java.io.IOException;

import org.webjars.WebJarVersionLocator;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The looks of the pages. Browsers keep them, and ask whether they still are the same.
 */
@ConsoleController
class AssetController {

	private final Asset pico;

	private final Asset own = new Asset(new ClassPathResource("pages/admin.css"), "text/css;charset=UTF-8");

	private final Asset icon = new Asset(new ClassPathResource("pages/admin.svg"), "image/svg+xml");

	private final Asset chevron = new Asset(new ClassPathResource("pages/chevron.svg"), "image/svg+xml");

	AssetController() throws IOException {
		String path = new WebJarVersionLocator().fullPath("picocss__pico", "css/pico.classless.min.css");
		this.pico = new Asset(new ClassPathResource(String.valueOf(path)), "text/css;charset=UTF-8");
	}

	@GetMapping("/admin/assets/pico.css")
	ResponseEntity<byte[]> pico() {
		return this.pico.answer();
	}

	@GetMapping("/admin/assets/admin.css")
	ResponseEntity<byte[]> own() {
		return this.own.answer();
	}

	@GetMapping("/admin/assets/icon.svg")
	ResponseEntity<byte[]> icon() {
		return this.icon.answer();
	}

	@GetMapping("/admin/assets/chevron.svg")
	ResponseEntity<byte[]> chevron() {
		return this.chevron.answer();
	}

	/**
	 * A file.
	 *
	 * @param bytes what is in it
	 * @param type its media type
	 * @param digest changes with it
	 */
	private record Asset(byte[] bytes, MediaType type, String digest) {

		Asset(Resource file, String type) throws IOException {
			this(file.getContentAsByteArray(), type);
		}

		private Asset(byte[] bytes, String type) {
			this(bytes, MediaType.parseMediaType(type), DigestUtils.md5DigestAsHex(bytes));
		}

		ResponseEntity<byte[]> answer() {
			return ResponseEntity.ok()
				.contentType(this.type)
				.cacheControl(CacheControl.noCache())
				.eTag(this.digest)
				.body(this.bytes);
		}

	}

}
