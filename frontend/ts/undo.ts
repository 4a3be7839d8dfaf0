/** The button of a toast that takes back what was just done. */
export function undoForm(address: string, label: string): HTMLFormElement {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]');
  if (token) form.append(token.cloneNode());
  const button = document.createElement("button");
  button.className = "btn sm bare link";
  button.textContent = label;
  form.append(button);
  const into = { "hx-boost": "true", "hx-target": "#frame", "hx-select": "#frame", "hx-swap": "outerMorph" };
  for (const [name, value] of Object.entries(into)) form.setAttribute(name, value);
  form.addEventListener("submit", () => setTimeout(() => form.closest(".toast")?.remove()));
  return form;
}
