/**
 * Settings that somebody else changes while one types in them stay as they are. A bar says who it was; pressing it shows what they made of it, and
 * lets go of what was typed. The page says in data-who-changed where the words are.
 */
import { showToast } from "./toast";

let said: HTMLElement | null = null;

const forms = (): HTMLFormElement[] => [...document.querySelectorAll<HTMLFormElement>("#frame:has([data-who-changed]) form")];

function isTyped(field: Element): boolean {
  if (field instanceof HTMLSelectElement) {
    const begun = [...field.options].find((one) => one.defaultSelected) ?? field.options[0];
    return begun !== undefined && !field.multiple && field.value !== begun.value;
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || ["hidden", "file", "submit", "button"].includes(field.type)) return false;
  return ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

/** Whether something is typed, moved or chosen in the settings on the page that the server does not know. */
export const isOvertyped = (): boolean =>
  document.querySelector("#frame:has([data-who-changed]) .savebar:not([hidden])") !== null || forms().some((form) => [...form.elements].some(isTyped));

export async function sayOvertyped(isOld: () => boolean, show: () => void): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-who-changed]")?.dataset["whoChanged"];
  const answer = address ? await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null) : null;
  if (!answer?.ok || answer.redirected || !isOld()) return;
  const words = (await answer.json()) as { text: string; show: string };
  const run = (): void => {
    forms().forEach((form) => form.reset());
    show();
  };
  said?.remove();
  said = showToast({ text: words.text, kind: "none", sign: "users-round", seconds: Infinity, action: { label: words.show, run } });
}

/** The page is as new as it can be. */
export function dropOvertyped(): void {
  said?.remove();
  said = null;
}
