/**
 * A timeline by keys: up and down walk, left and right move a bar by a day, with Shift only its end. Enter saves, or opens a ticket that was not
 * moved; Escape takes it back. Each step is said aloud.
 */
import type Gantt from "frappe-gantt";
import { dayOf, send, type Bar } from "./timeline";

interface Place {
  start: string;
  end: string;
}
const held = new Map<string, Place>();

function later(day: string, by: number): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + by);
}

function say(text: string, values: Record<string, string>): void {
  const said = document.getElementById("board-said");
  if (said) said.textContent = text.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? "");
}

function put(gantt: Gantt, id: string, place: Place): void {
  gantt.update_task(id, { start: place.start, end: place.end, _start: later(place.start, 0), _end: later(place.end, 1) });
}

/** Each bar is a stop of the Tab key that says its name and days. */
export function bindKeys(part: HTMLElement, gantt: Gantt, bars: Map<string, Bar>, words: Record<string, string>): void {
  held.clear();
  const all = [...part.querySelectorAll<SVGGElement>(".bar-wrapper:not(.group)")];
  for (const [at, group] of all.entries()) {
    const id = group.dataset["id"] ?? "";
    const bar = bars.get(id);
    if (!bar) continue;
    group.setAttribute("tabindex", at ? "-1" : "0");
    group.setAttribute("role", "button");
    group.setAttribute("aria-label", (words["bar"] ?? "").replace("{name}", bar.name).replace("{start}", bar.start).replace("{end}", bar.end));
    group.addEventListener("keydown", (event) => onKey(event, gantt, bar, words, all));
    group.addEventListener("blur", () => leave(gantt, bar));
  }
}

function leave(gantt: Gantt, bar: Bar): void {
  if (held.delete(bar.id)) put(gantt, bar.id, bar);
}

function onKey(event: KeyboardEvent, gantt: Gantt, bar: Bar, words: Record<string, string>, all: SVGGElement[]): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = all.indexOf(event.currentTarget as SVGGElement);
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const to = { ArrowUp: all[at - 1], ArrowDown: all[at + 1] }[event.key];
  const place = held.get(bar.id);
  if (to) {
    for (const one of all) one.setAttribute("tabindex", one === to ? "0" : "-1");
    to.focus();
  } else if (by && document.querySelector("[data-timeline][data-open]")) {
    const now = place ?? { start: bar.start, end: bar.end };
    const next = { start: event.shiftKey ? now.start : dayOf(later(now.start, by)), end: dayOf(later(now.end, by)) };
    if (next.end < next.start) return event.preventDefault();
    held.set(bar.id, next);
    put(gantt, bar.id, next);
    say(words["moved"] ?? "", { name: bar.name, ...next });
  } else if (event.key === "Enter" && place) {
    held.delete(bar.id);
    send(bar.id, place.start, place.end);
  } else if (event.key === "Enter") {
    document.getElementById(`row-${bar.id}`)?.querySelector<HTMLElement>("a")?.click();
  } else if (event.key === "Escape" && place) {
    leave(gantt, bar);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
