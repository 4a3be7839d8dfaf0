/** Markdown by buttons and keys. What is put in goes through the browser, so that Ctrl Z takes it back. */

export function insert(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  // The only way to write into a field that the browser's own undo knows of.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

/** Puts marks around what is chosen, or takes them away. */
function surround(field: HTMLTextAreaElement, mark: string, empty: string): void {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  const length = mark.length;
  if (value.slice(from - length, from) === mark && value.slice(to, to + length) === mark) {
    field.setSelectionRange(from - length, to + length);
    insert(field, chosen);
    field.setSelectionRange(from - length, to - length);
    return;
  }
  const words = chosen || empty;
  insert(field, `${mark}${words}${mark}`);
  field.setSelectionRange(from + length, from + length + words.length);
}

/** Begins each chosen line with a sign, or takes it away when all have it. */
function begin(field: HTMLTextAreaElement, sign: (at: number) => string, known: RegExp): void {
  const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const next = field.value.indexOf("\n", field.selectionEnd);
  const to = next < 0 ? field.value.length : next;
  const lines = field.value.slice(from, to).split("\n");
  const all = lines.every((line) => known.test(line));
  const text = lines.map((line, at) => (all ? line.replace(known, "") : sign(at) + line)).join("\n");
  field.setSelectionRange(from, to);
  if (text) insert(field, text);
  else document.execCommand("delete");
  const end = from + text.length;
  field.setSelectionRange(lines.length > 1 ? from : end, end);
}

function block(field: HTMLTextAreaElement, text: string, from: number, length: number): void {
  const { selectionStart, value } = field;
  const before = selectionStart && !value.slice(0, selectionStart).endsWith("\n\n") ? (value[selectionStart - 1] === "\n" ? "\n" : "\n\n") : "";
  insert(field, before + text);
  field.setSelectionRange(selectionStart + before.length + from, selectionStart + before.length + from + length);
}

function address(field: HTMLTextAreaElement, words: string): void {
  const { selectionStart: from, selectionEnd: to } = field;
  const chosen = field.value.slice(from, to);
  if (/^https?:\/\/\S+$/.test(chosen)) {
    insert(field, `[${words}](${chosen})`);
    field.setSelectionRange(from + 1, from + 1 + words.length);
  } else {
    const shown = chosen || words;
    insert(field, `[${shown}](https://)`);
    field.setSelectionRange(from + shown.length + 3, from + shown.length + 11);
  }
}

/** Does what a button of the toolbar is for; `word` stands where nothing is chosen yet. */
export function format(field: HTMLTextAreaElement, what: string, word: string): void {
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  if (what === "bold") surround(field, "**", word);
  else if (what === "italic") surround(field, "*", word);
  else if (what === "link") address(field, word);
  else if (what === "list") begin(field, () => "- ", /^- /);
  else if (what === "numbered") begin(field, (at) => `${at + 1}. `, /^\d+\. /);
  else if (what === "quote") begin(field, () => "> ", /^> /);
  else if (what === "code" && chosen.includes("\n")) block(field, `\`\`\`\n${chosen}\n\`\`\`\n`, 4, chosen.length);
  else if (what === "code") surround(field, "`", word);
  else if (what === "table") block(field, `| ${word} | ${word} |\n| --- | --- |\n|  |  |\n`, 2, word.length);
}
