"use strict";
const chips = [...document.querySelectorAll(".chip")];
const search = document.querySelector("nav input");
const chosen = document.querySelector("nav select");
const shown = document.querySelector("nav output");
const groups = [...document.querySelectorAll(".object")].map((group) => {
  const head = group.firstElementChild.textContent;
  const findings = [...group.querySelectorAll("article")].map((article) => ({
    article,
    severity: article.className,
    rule: article.dataset.rule,
    text: `${head} ${article.textContent}`.toLowerCase(),
  }));
  return { group, findings };
});
function filter() {
  const severities = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.severity);
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  let all = 0;
  for (const { group, findings } of groups) {
    let left = 0;
    for (const { article, severity, rule, text } of findings) {
      const fits = (!severities.length || severities.includes(severity)) && (!chosen.value || chosen.value === rule);
      article.hidden = !fits || !words.every((word) => text.includes(word));
      left += !article.hidden;
    }
    group.hidden = !left;
    count += left;
    all += findings.length;
  }
  shown.textContent = `${count} of ${all} shown`;
}
for (const chip of chips) {
  chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    filter();
  });
}
search.addEventListener("input", filter);
chosen.addEventListener("change", filter);
for (const link of document.querySelectorAll("a.rule")) {
  link.addEventListener("click", () => { document.getElementById(link.hash.slice(1)).open = true; });
}
filter();
