/** Sends again what got no answer, until it gets one. The form carries a key, by which the server takes it once however often it comes. */
import { showToast } from "./toast";

const pauses = [3, 6, 12, 24, 30];
let again: (() => void) | null = null;
let tries = 0;
let timer = 0;
let said: HTMLElement | null = null;

function go(): void {
  clearTimeout(timer);
  again?.();
}

/** Tries later, when the connection is back, or when asked to. */
export function sendAgain(send: () => void, words: { title: string; text: string; now: string }): void {
  again = send;
  clearTimeout(timer);
  timer = window.setTimeout(go, (pauses[Math.min(tries, pauses.length - 1)] ?? 30) * 1000);
  tries += 1;
  if (!said?.isConnected) said = showToast({ title: words.title, text: words.text, kind: "danger", action: { label: words.now, run: go } });
}

/** It was taken, refused, or is not wanted any more. */
export function settled(): void {
  again = null;
  tries = 0;
  clearTimeout(timer);
  said?.remove();
  said = null;
}

addEventListener("online", go);
document.addEventListener("moondesk:connected", go);
