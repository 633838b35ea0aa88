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
function trace(svg, id) {
  const edges = [...svg.querySelectorAll(".edge")];
  const lit = new Set([id]);
  for (const [near, far] of [["from", "to"], ["to", "from"]]) {
    const open = [id];
    while (open.length) {
      const here = open.pop();
      for (const edge of edges) {
        if (edge.dataset[near] !== here) continue;
        edge.classList.add("lit");
        if (!lit.has(edge.dataset[far])) open.push(edge.dataset[far]);
        lit.add(edge.dataset[far]);
      }
    }
  }
  for (const card of svg.querySelectorAll(".card")) card.classList.toggle("lit", lit.has(card.dataset.id));
  svg.classList.add("traced");
}
function untrace(svg) {
  svg.classList.remove("traced");
  for (const item of svg.querySelectorAll(".lit")) item.classList.remove("lit");
}
for (const card of document.querySelectorAll(".card")) {
  const svg = card.ownerSVGElement;
  for (const event of ["mouseenter", "focus"]) card.addEventListener(event, () => trace(svg, card.dataset.id));
  for (const event of ["mouseleave", "blur"]) card.addEventListener(event, () => untrace(svg));
}
