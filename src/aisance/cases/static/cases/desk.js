/* The keys of the desk, and who else is reading or writing. Every page works without this script. */
"use strict";

const OFF = "aisance-keys-off";
const EVERY = 20000; // milliseconds between two signs of presence
const WRITES_FOR = 30000; // so long after the last key somebody counts as writing
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const ONE_KEY = document.getElementById("one-key");

/** Whether single keys do something: whoever speaks to the computer must be able to switch them off. */
function areOn() {
  return localStorage.getItem(OFF) === null;
}

function lines() {
  return [...document.querySelectorAll("[data-line]")];
}

/** Go one line down or up; from nowhere, to the line that is current, or the first. */
function step(by) {
  const all = lines();
  if (!all.length) return;
  const at = all.findIndex((line) => line === document.activeElement || line.getAttribute("aria-current") === "true");
  const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by));
  const focused = all.findIndex((line) => line === document.activeElement);
  all[focused < 0 && at >= 0 ? Math.min(all.length - 1, Math.max(0, at + by)) : next].focus();
}

function enter(details) {
  details.open = true;
  const fields = ":is(textarea, select, input:not([type=hidden])):not(:disabled)";
  const field = details.querySelector(`form:not(.begin) ${fields}`) || details.querySelector(fields);
  (field || details.querySelector("summary")).focus();
  details.scrollIntoView({ block: "nearest" });
}

/** What a key stands for: a form to open, a button or a link to press, a field to type in. */
function act(found) {
  if (found.matches("details")) return enter(found);
  const around = found.closest("details");
  if (around) around.open = true;
  if (found.matches("input, textarea, select")) found.focus();
  else found.click();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest(TYPING);
  if (event.key === "Escape" && typing) return typing.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing && typing.form) return typing.form.requestSubmit();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !areOn()) return;
  if (event.key === "j" || event.key === "k") return step(event.key === "j" ? 1 : -1);
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  act(found);
});

// A form that is open already asks for something: what is wrong in it first.
const asks = document.querySelector(".acts details[open] [aria-invalid=true]") || document.querySelector(".acts details[open] textarea");
if (asks) asks.focus();

if (ONE_KEY) {
  ONE_KEY.closest("[hidden]").hidden = false;
  ONE_KEY.checked = areOn();
  ONE_KEY.addEventListener("change", () => {
    if (ONE_KEY.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

/** Tick all lines of a list at once. */
for (const every of document.querySelectorAll("[data-every]")) {
  every.hidden = false;
  every.addEventListener("change", () => {
    for (const one of document.querySelectorAll(`input[name="${every.dataset.every}"]`)) one.checked = every.checked;
  });
}

/** Say that I am here, and show who else is. What is said has changed only when it has: a reader hears it once. */
const here = document.querySelector("[data-presence]");
let writtenAt = -WRITES_FOR;
function writes() {
  return performance.now() - writtenAt < WRITES_FOR;
}
async function say() {
  if (document.hidden) return;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(here.dataset.presence, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams({ version: here.dataset.version, writing: writes() ? "1" : "" }),
    credentials: "same-origin",
  });
  const text = answer.ok ? await answer.text() : null;
  if (text === null || text.trim() === here.dataset.said) return;
  here.dataset.said = text.trim();
  const drawn = new DOMParser().parseFromString(text, "text/html");
  here.replaceChildren(...drawn.body.childNodes);
}
if (here) {
  here.dataset.said = here.innerHTML.trim();
  // Whoever begins to write says so at once; whoever stops is said to read again by one of the next signs.
  for (const sign of ["focusin", "input"]) {
    document.addEventListener(sign, (event) => {
      if (!event.target.closest(".acts textarea, .acts input[type=text]")) return;
      const began = !writes();
      writtenAt = performance.now();
      if (began) say().catch(() => {});
    });
  }
  setInterval(() => say().catch(() => {}), EVERY); // a lost line is no news for the advisor: the next sign comes
}
