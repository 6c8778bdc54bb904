/* The code follows the name until somebody types one. Without this script an empty code is made of the name as well. */
"use strict";

const code = document.getElementById("id_code");
const names = ["id_name_en", "id_name_fr"].map((id) => document.getElementById(id));
let own = code.value !== "";

function codeOf(words) {
  const plain = words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9\s_-]/g, "").trim().replace(/[\s-]+/g, "-").slice(0, 56).replace(/^[-_]+|[-_]+$/g, "");
}

function follow() {
  if (!own) code.value = codeOf(names.map((name) => name.value).find((words) => words.trim()) || "");
}

for (const name of names) name.addEventListener("input", follow);
code.addEventListener("input", () => {
  own = code.value !== "";
});
