// A front end's calls, typed by what openapi-typescript makes of the document, without a cast.
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

declare const process: { argv: string[] };

type ChatEvent = paths["/api/chat"]["post"]["responses"]["200"]["content"]["text/event-stream"];

const [, , baseUrl, token] = process.argv;
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

const { data: pricing } = await api.GET("/api/pricing");
console.log("price", pricing?.price);

const { data: stream } = await api.POST("/api/chat", {
  body: { message: "Hello" },
  headers: { Accept: "text/event-stream" },
  parseAs: "text"
});
let text = "";
for (const [, data] of (stream ?? "").matchAll(/^data: (.*)$/gm)) {
  const event: ChatEvent = JSON.parse(data);
  if ("text" in event) {
    const part: string = event.text;
    text += part;
  }
}
console.log("text", text);

const { error } = await api.POST("/api/chat", { body: { message: "Hello again" } });
if (error?.code === "insufficient_tokens") {
  const missing: number = error.required - error.remaining_tokens;
  console.log("missing", missing);
}
