/**
 * The organization is set up otherwise (statuses, departments, name, colour, features …), or the reader may do something else: the page looks again as
 * a whole, where it stands and with what is typed in it; settings in which something is typed wait until their reader asks (overtyped.ts).
 * #frame says in data-config and data-rights what it was drawn with.
 */
import htmx from "htmx.org";
import { dropOvertyped, isOvertyped, sayOvertyped } from "./overtyped";
import { keepAsking } from "./returning";
import { showToast } from "./toast";
import { seen } from "./told";

const known = (): DOMStringMap => document.querySelector<HTMLElement>("#frame")?.dataset ?? {};
const spread = 1_500; // so that not every page asks in the same moment
const marks: Record<string, string> = {};
let due = 0;

const differs = (name: string): boolean => name in known() && marks[name] !== undefined && known()[name] !== marks[name];

const isOld = (): boolean => differs("config") || differs("rights");

async function lookAgain(): Promise<void> {
  due = 0;
  if (differs("config") && !differs("rights") && isOvertyped()) return sayOvertyped(isOld, () => void lookNow());
  return lookNow();
}

async function lookNow(): Promise<void> {
  const frame = document.querySelector<HTMLElement>("#frame");
  const address = location.href;
  const asked = JSON.stringify(marks);
  if (!frame || !isOld()) return;
  const answer = await fetch(address, { headers: { "Moondesk-Live": "1" } }).catch(() => null);
  if (!answer || location.href !== address || !frame.isConnected) return;
  // What the operator has switched off says so in the frame, and is there again when it is on.
  const isShown = answer.ok || answer.headers.get("Moondesk-Error") === "feature_off";
  const text = isShown && !answer.redirected ? await answer.text() : "";
  if (text.includes('id="frame"')) {
    const goOnAsking = keepAsking(frame);
    await htmx.swap({ text, target: frame, sourceElement: frame, swap: "outerMorph", select: "#frame" });
    goOnAsking();
    document.dispatchEvent(new CustomEvent("moondesk:content"));
    // The page may be newer than what was said; what was said meanwhile may be newer than the page.
    if (JSON.stringify(marks) !== asked) return soon();
    for (const name of Object.keys(marks)) marks[name] = known()[name] ?? "";
  } else if (answer.status < 500) {
    const said = document.querySelector<HTMLElement>("live-stream")?.dataset ?? {};
    showToast({ text: said["closed"] ?? "", kind: "none", sign: "lock", seconds: Infinity, action: { label: said["reload"] ?? "", run: () => location.reload() } });
  }
}

document.addEventListener("htmx:after:swap", () => isOld() || dropOvertyped());

function soon(): void {
  if (isOld() && !due) due = window.setTimeout(() => seen(() => void lookAgain()), Math.random() * spread);
}

document.addEventListener("moondesk:live", (event) => {
  const { name, data } = (event as CustomEvent<{ name: string; data: string }>).detail;
  if (name !== "config" && name !== "rights") return;
  marks[name] = (JSON.parse(data) as { mark: string }).mark;
  soon();
});
