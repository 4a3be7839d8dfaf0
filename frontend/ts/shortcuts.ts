/** The switch of keyboard shortcuts: a person's, kept by the server, on the sheet behind "?" and on the account page. */

/** The server says it on <body>; the switch of this page says it from then on. */
export const areOff = (): boolean => document.body.dataset["shortcuts"] === "off";

document.addEventListener("change", (event) => {
  const box = event.target as HTMLInputElement;
  if (!box.matches("[data-shortcuts-switch]")) return;
  document.body.dataset["shortcuts"] = box.checked ? "on" : "off";
  const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
  const body = new URLSearchParams({ shortcuts: box.checked ? "on" : "off" });
  void fetch(box.dataset["shortcutsSwitch"] ?? "", { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
});
for (const box of document.querySelectorAll<HTMLInputElement>("[data-shortcuts-switch]")) box.checked = !areOff();
