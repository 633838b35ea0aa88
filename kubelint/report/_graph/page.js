"use strict";
const sections = [...document.querySelectorAll("section")];
const chips = [...document.querySelectorAll(".chip")];
const search = document.querySelector("input");
function filter() {
  const wanted = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.state);
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of sections) {
    const states = section.dataset.states.split(" ");
    const fits = !wanted.length || wanted.some((state) => states.includes(state));
    section.hidden = !fits || !words.every((word) => section.dataset.text.includes(word));
  }
}
for (const chip of chips) {
  chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    filter();
  });
}
search.addEventListener("input", filter);
