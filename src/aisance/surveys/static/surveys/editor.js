/* The phone follows what is typed. Without this script the button "Refresh preview" does the same. */
"use strict";

const form = document.querySelector("form[data-live]");
const frame = document.getElementById(form.dataset.live);
const button = form.querySelector("[data-refresh]");
const PAUSE = 350; // milliseconds without a key before the phone follows
let waiting = 0;
let asked = 0;

/** Draw the answer into the frame without loading it anew: no flicker, and no step in the browser's history. */
function draw(html) {
  const drawn = new DOMParser().parseFromString(html, "text/html");
  const page = frame.contentDocument;
  for (const name of ["lang", "dir"]) page.documentElement.setAttribute(name, drawn.documentElement.getAttribute(name) || "");
  page.body.replaceWith(page.adoptNode(drawn.body));
}

async function refresh() {
  const mine = ++asked;
  const shown = new URL(button.formAction);
  const now = new URLSearchParams(frame.contentWindow.location.search);
  if (now.has("lang")) shown.searchParams.set("lang", now.get("lang"));
  const answer = await fetch(shown, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (mine === asked && answer.ok) draw(await answer.text());
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE);
});
button.hidden = true;
