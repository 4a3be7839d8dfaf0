/**
 * The menu of a message comes when it opens (#message_menu, one for all), by the address that the conversation says. What is answered stands above
 * the composer until it is sent or taken away.
 */
import htmx from "htmx.org";
import type { TicketComposer } from "./composer";
import { onContent } from "./dom";

const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };

function addressOf(button: Element): string | null {
  const message = button.closest(".msg")?.id.replace(/^message-/, "");
  const talk = button.closest<HTMLElement>("[data-messages]")?.dataset;
  return message && talk ? `${talk["messages"] ?? ""}/${message}/menu${talk["beside"] ?? ""}` : null;
}

/** What was there of another message must not be pressed for this one. */
function empty(): HTMLElement | null {
  const choices = document.querySelector<HTMLElement>("#message_choices");
  choices?.replaceChildren();
  return choices;
}

let asked = 0;

async function fill(button: HTMLElement): Promise<void> {
  const address = addressOf(button);
  const choices = empty();
  if (!address || !choices) return;
  const mine = (asked += 1);
  choices.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { headers }).catch(() => null);
  const menu = choices.closest<HTMLElement>("[popover]");
  if (mine !== asked) return;
  choices.removeAttribute("aria-busy");
  if (!answer?.ok || answer.redirected) return menu?.hidePopover();
  choices.outerHTML = await answer.text();
  if (!menu?.matches(":popover-open")) return;
  htmx.process(menu);
  menu.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const button = target.closest<HTMLElement>(".msg-more");
  if (button) void fill(button);
  if (!target.closest("[data-answering-off]")) return;
  document.querySelector("#answering")?.replaceChildren();
  document.querySelector<TicketComposer>("ticket-composer")?.text?.focus();
});

/** A message that is to be answered was named: on to the words. A note is answered by a note. */
let named: Element | null = document.querySelector(".answering");
onContent(() => {
  const line = document.querySelector<HTMLElement>(".answering");
  if (line && line !== named) document.querySelector<TicketComposer>("ticket-composer")?.open(line.dataset["kind"] === "note" ? "note" : "reply");
  named = line;
});
