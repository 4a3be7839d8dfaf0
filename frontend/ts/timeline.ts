/**
 * Draws the chart of a timeline (templates/desk/_timeline.html), loaded only where there is one. Bars are dragged, or moved by keys
 * (timelinekeys.ts); what was changed is sent when it is let go, by the form of the desk (post.ts). The table below says the same without it.
 */
import Gantt, { type Task } from "frappe-gantt";
import { bindKeys } from "./timelinekeys";
import { modes } from "./timelinemodes";

export interface Bar {
  id: string;
  name: string;
  start: string;
  end: string;
  hasStart: boolean;
  after: string[];
  stage: string;
  late: boolean;
}
const zoomed = "moondesk:zoom";
const chart = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-timeline]");
const words = (): Record<string, string> => JSON.parse(chart()?.dataset["words"] ?? "{}") as Record<string, string>;
let shown = "";
let gantt: Gantt | null = null;
let bars = new Map<string, Bar>();
const moved = new Map<string, { start: string; end: string }>();

/** Its own highlights write a style into markup, which the policy of the page refuses. */
class Chart extends Gantt {
  override make_grid_highlights(): void {
    this.highlight_holidays();
    this.config.ignored_positions = [];
    this.highlight_current(this.config.view_mode);
  }
}

const plain = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
export const dayOf = (date: Date): string => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

/** A group is a bar of its own, from its first to its last day, that nobody can take. */
function tasks(groups: { label: string; bars: Bar[] }[]): Task[] {
  bars = new Map(groups.flatMap((group) => group.bars).map((bar) => [bar.id, bar]));
  return groups.flatMap((group, at) => {
    const days = group.bars.flatMap((bar) => [bar.start, bar.end]).sort();
    const head = { id: `group-${at}`, name: plain(group.label), start: days[0] ?? "", end: days.at(-1) ?? "", dependencies: [], custom_class: "group" };
    const own = group.bars.map((bar) => ({
      id: bar.id, name: plain(bar.name), start: bar.start, end: bar.end,
      dependencies: bar.after.filter((one) => bars.has(one)), custom_class: bar.late ? "is-late" : `is-${bar.stage}`,
    }));
    return [head, ...own];
  });
}

const modesKnown = ["Day", "Week", "Month"];
/** The address says it, so that a link shows the same; else as it was the last time. */
const zoom = (): string => {
  const said = /^#zoom=(\w+)$/.exec(location.hash)?.[1] ?? "";
  if (modesKnown.includes(said)) return said;
  try {
    return localStorage.getItem(zoomed) ?? "Day";
  } catch {
    return "Day";
  }
};

function toToday(): void {
  if (!gantt) return;
  const now = new Date();
  const at = gantt.dates.findLastIndex((date) => date <= now);
  gantt.$container.scrollLeft = Math.max(0, at * gantt.config.column_width - gantt.$container.clientWidth / 3);
}

/** The month or year at the left edge stays in sight. The package would see to it while scrolling, but stumbles where there is none. */
function markPeriod(): void {
  const left = gantt?.$container.scrollLeft ?? 0;
  const periods = [...(gantt?.$container.querySelectorAll<HTMLElement>(".upper-text") ?? [])];
  const startedBy = (at: number) => periods.findLast((one) => Number.parseFloat(one.style.left) <= at);
  const current = startedBy(left + (startedBy(left)?.clientWidth ?? 0)) ?? periods[0];
  periods.forEach((one) => one.classList.toggle("current-upper", one === current));
}

function draw(): void {
  const part = chart();
  if (!part || (shown === part.dataset["bars"] && part.firstElementChild)) return;
  const kept = shown && gantt?.$container.isConnected ? gantt.$container.scrollLeft : null;
  shown = part.dataset["bars"] ?? "";
  moved.clear();
  part.replaceChildren();
  const found = tasks(JSON.parse(shown || "[]") as { label: string; bars: Bar[] }[]);
  part.hidden = found.length === 0;
  if (!found.length) return;
  gantt = new Chart(part, found, {
    view_modes: modes(words()["language"] ?? "en"), view_mode: zoom(), bar_height: 22, padding: 12, upper_header_height: 28, lower_header_height: 24,
    infinite_padding: false, today_button: false, popup: false, scroll_to: null, readonly_progress: true, move_dependencies: false,
    readonly: !("open" in part.dataset), holidays: {}, language: words()["language"] ?? "en",
    on_date_change: (task: Task, start: Date, end: Date) => moved.set(task.id, { start: dayOf(start), end: dayOf(end) }),
  });
  show(zoom(), false);
  if (kept !== null) gantt.$container.scrollLeft = kept;
  markPeriod();
  bindKeys(part, gantt, bars, words());
}

function show(mode: string, redraw = true): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-zoom]")) button.ariaPressed = String(button.dataset["zoom"] === mode);
  gantt?.change_view_mode(mode);
  toToday();
  markPeriod();
  const part = chart();
  if (redraw && part && gantt) bindKeys(part, gantt, bars, words());
}

/** Sends the days of a bar that differ; the start only where it was moved, so that the day it was opened stays what it is. */
export function send(id: string, start: string, end: string): void {
  const bar = bars.get(id);
  const row = document.getElementById(`row-${id}`);
  if (!bar || !row || (bar.start === start && bar.end === end)) return;
  const values: Record<string, string> = { version: row.dataset["version"] ?? "" };
  if (bar.start !== start) values["start"] = start;
  if (bar.end !== end) values["due"] = end;
  const failed = (): void => void ((shown = ""), draw());
  document.dispatchEvent(new CustomEvent("moondesk:post", { detail: { action: row.dataset["move"] ?? "", values, failed } }));
}

document.addEventListener("mouseup", () => {
  for (const [id, { start, end }] of moved) send(id, start, end);
  moved.clear();
});
document.addEventListener("dblclick", (event) => {
  const id = event.target instanceof Element ? event.target.closest<HTMLElement>(".bar-wrapper")?.dataset["id"] : undefined;
  if (id) document.getElementById(`row-${id}`)?.querySelector<HTMLElement>("a")?.click();
});
document.addEventListener("click", (event) => {
  const mode = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-zoom]")?.dataset["zoom"] : undefined;
  if (!mode) return;
  history.replaceState(history.state, "", `#zoom=${mode}`);
  try {
    localStorage.setItem(zoomed, mode);
  } catch {
    // It is this page's only, then.
  }
  show(mode);
});
function follow(event: Event): void {
  if (!(event.target instanceof Element && event.target.matches(".gantt-container"))) return;
  event.stopPropagation();
  markPeriod();
}
document.addEventListener("scroll", follow, true);
for (const name of ["htmx:after:swap", "moondesk:content"]) document.addEventListener(name, draw);
draw();
