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
