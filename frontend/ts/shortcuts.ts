/** The switch of keyboard shortcuts on the account page; keyboard.ts, which the desk loads, obeys it. */
import { setCookie, storage } from "./dom";

for (const box of document.querySelectorAll<HTMLInputElement>("[data-shortcuts-switch]")) {
  box.checked = storage.get("moondesk:shortcuts") !== "off";
  box.addEventListener("change", () => {
    storage.set("moondesk:shortcuts", box.checked ? null : "off");
    setCookie("moondesk_shortcuts", box.checked ? "on" : "off");
  });
}
export {};
