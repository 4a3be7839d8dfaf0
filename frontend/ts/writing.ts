/** What helps to write, loaded when somebody begins to: the toolbar, its keys, a look at what will be sent, pasting of rich text. */
import { completionOf } from "./completion";
import { onContent, storage } from "./dom";
import { format, insert } from "./format";
import { markdownOf, tableOfText } from "./markdown";

const wish = "moondesk:format";
const keys: Record<string, string> = { b: "bold", i: "italic", k: "link" };

const composerOf = (target: EventTarget | null): HTMLElement | null => (target instanceof Element ? target.closest<HTMLElement>("ticket-composer") : null);
const fieldOf = (composer: HTMLElement): HTMLTextAreaElement | null => composer.querySelector("textarea");

function run(composer: HTMLElement, what: string): void {
  const field = fieldOf(composer);
  const button = composer.querySelector<HTMLElement>(`[data-format="${what}"]`);
  if (field && button && !field.hidden) format(field, what, button.dataset["word"] ?? "");
}

function onKey(event: KeyboardEvent): void {
  const composer = composerOf(event.target);
  if (!composer) return;
  const field = fieldOf(composer);
  if (field && event.target === field && completionOf(field)?.key(event)) return;
  // Out of the field, to where letters are shortcuts again.
  if (field && event.target === field && event.key === "Escape" && !event.isComposing) return field.blur();
  const bar = (event.target as Element).closest<HTMLElement>('[role="toolbar"]');
  if (bar && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return walk(event, bar);
  const what = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? keys[event.key.toLowerCase()] : undefined;
  if (!what || event.target !== field || !composer.querySelector(`[data-format="${what}"]`)) return;
  event.preventDefault();
  run(composer, what);
}

/** One stop of the Tab key; arrows go from button to button. */
function walk(event: KeyboardEvent, bar: HTMLElement): void {
  const all = [...bar.querySelectorAll<HTMLElement>("button")].filter((one) => one.checkVisibility());
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : (at + (event.key === "ArrowRight" ? 1 : -1) + all.length) % all.length;
  event.preventDefault();
  for (const one of all) one.tabIndex = one === all[to] ? 0 : -1;
  all[to]?.focus();
}

/** The toolbar is there for those who opened it once. */
function showBar(): void {
  const open = storage.get(wish) !== null;
  for (const bar of document.querySelectorAll<HTMLElement>("ticket-composer .format")) bar.hidden = !open;
  for (const button of document.querySelectorAll("[data-format-button]")) button.setAttribute("aria-expanded", String(open));
}

async function look(composer: HTMLElement, button: HTMLElement): Promise<void> {
  const [field, pane] = [fieldOf(composer), composer.querySelector<HTMLElement>("[data-look]")];
  if (!field || !pane) return;
  const open = button.ariaPressed !== "true";
  button.ariaPressed = String(open);
  if (open) {
    const token = composer.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
    const body = new URLSearchParams({ body: field.value, csrfmiddlewaretoken: token });
    const answer = await fetch(composer.dataset["look"] ?? "", { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    // What comes is what will be sent: made safe by the server.
    if (answer?.ok && !answer.redirected) pane.innerHTML = await answer.text();
    else button.ariaPressed = "false";
  }
  const shown = button.ariaPressed === "true";
  pane.hidden = !shown;
  field.hidden = shown;
  if (shown) pane.focus();
  else field.focus();
}

function onClick(event: Event): void {
  const composer = composerOf(event.target);
  const button = (event.target as Element).closest<HTMLElement>("button");
  if (!composer || !button) return;
  if (button.dataset["format"]) run(composer, button.dataset["format"]);
  else if (button.matches("[data-look-button]")) void look(composer, button);
  else if (button.matches("[data-format-button]")) {
    storage.set(wish, storage.get(wish) ? null : "open");
    showBar();
  }
}

function onInput(event: Event): void {
  const composer = composerOf(event.target);
  if (composer && event.target === fieldOf(composer)) completionOf(event.target as HTMLTextAreaElement)?.look();
}

/** The menu of macros is asked for when it opens. */
async function fill(menu: HTMLElement): Promise<void> {
  const answer = await fetch(menu.dataset["src"] ?? "", { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || !menu.matches(":popover-open")) return;
  menu.innerHTML = await answer.text();
  menu.dispatchEvent(new CustomEvent("moondesk:toast", { bubbles: true }));
  menu.querySelector<HTMLElement>("[role=menuitem], input:not([type=hidden])")?.focus();
}

function onToggle(event: Event): void {
  const menu = event.target;
  if (menu instanceof HTMLElement && menu.matches("[data-src][popover]") && (event as ToggleEvent).newState === "open") void fill(menu);
}

function onPaste(event: ClipboardEvent): void {
  const composer = composerOf(event.target);
  const field = composer && fieldOf(composer);
  const data = event.clipboardData;
  if (!field || event.target !== field || !data || event.defaultPrevented) return;
  const [html, plain] = [data.getData("text/html"), data.getData("text/plain")];
  // A picture comes with files, and a spreadsheet with a picture of itself: text goes first where there is any.
  if (!html && !plain) return;
  const text = (html && markdownOf(html)) || tableOfText(plain);
  if (!text) return;
  event.preventDefault();
  event.stopPropagation();
  insert(field, text.startsWith("|") && field.value.slice(0, field.selectionStart).trim() ? `\n\n${text}\n` : text);
}

/** A composer that was drawn anew says again what is written in it: the tab that was chosen stays. */
function name(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("ticket-composer textarea")) {
    const kind = field.form?.querySelector<HTMLInputElement>('input[name="kind"]:checked')?.value ?? "reply";
    field.placeholder = field.dataset[kind] ?? field.placeholder;
  }
}

onContent(showBar);
onContent(name);
document.addEventListener("keydown", onKey, true);
document.addEventListener("input", onInput);
document.addEventListener("toggle", onToggle, true);
document.addEventListener("click", onClick);
for (const menu of document.querySelectorAll<HTMLElement>("[data-src][popover]:popover-open")) void fill(menu);
document.addEventListener("paste", onPaste, true);
