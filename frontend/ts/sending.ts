/** Sends again what got no answer, until it gets one. The form carries a key, by which the server takes it once however often it comes. */
import { showToast } from "./toast";

const pauses = [3, 6, 12, 24, 30];
let again: (() => void) | null = null;
let held = false;
let tries = 0;
let timer = 0;
let said: HTMLElement | null = null;

function go(): void {
  clearTimeout(timer);
  if (!held) again?.();
}

function tell(text: string | undefined, words: DOMStringMap, action: { label: string; run: () => void }): HTMLElement | null {
  return showToast({ title: words["notSent"] ?? "", text: text ?? "", kind: "danger", action });
}

/** Tries later, when the connection is back, or when asked to. */
export function sendAgain(send: () => void, words: DOMStringMap): void {
  if (held) said?.remove();
  held = false;
  again = send;
  clearTimeout(timer);
  timer = window.setTimeout(go, (pauses[Math.min(tries, pauses.length - 1)] ?? 30) * 1000);
  tries += 1;
  if (!said?.isConnected) said = tell(words["waits"], words, { label: words["now"] ?? "", run: go });
}

/** What waits was changed: it is another text now, which goes out only when somebody says so. Says that, once, and offers it. */
export function hold(words: DOMStringMap): void {
  if (!again || held) return;
  held = true;
  clearTimeout(timer);
  said?.remove();
  const send = again;
  said = tell(words["halted"], words, { label: words["again"] ?? "", run: send });
}

/** It was taken, refused, or is not wanted any more. */
export function settled(): void {
  again = null;
  held = false;
  tries = 0;
  clearTimeout(timer);
  said?.remove();
  said = null;
}

addEventListener("online", go);
document.addEventListener("moondesk:connected", go);
