(function () {
  "use strict";
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const tools = document.querySelector(".tools");
  const points = all(".point").map((node) => ({ node, verdict: node.dataset.verdict, text: node.textContent.toLowerCase() }));
  const boxes = all("input[data-verdict]", tools);
  const deciding = tools.querySelector("input[data-deciding]");
  const search = tools.querySelector("input[type=search]");
  const shown = tools.querySelector("output");

  function filter() {
    const verdicts = new Set(boxes.filter((b) => b.checked).map((b) => b.dataset.verdict));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const point of points) {
      const fits = verdicts.has(point.verdict) && words.every((w) => point.text.includes(w)) &&
        (!deciding || !deciding.checked || point.node.classList.contains("decides"));
      point.node.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const chapter of all(".chapter")) chapter.hidden = !all(".point", chapter).some((p) => !p.hidden);
    for (const section of all(".points-section")) {
      section.hidden = !verdicts.has(section.dataset.verdict);
      if (section.tagName === "DETAILS" && words.length) section.open = true;
      const none = section.querySelector(".none");
      if (none) none.hidden = all(".point", section).some((p) => !p.hidden);
    }
    shown.textContent = shown.dataset.text.replace("{}", count).replace("{}", points.length);
  }

  for (const box of boxes) box.addEventListener("change", filter);
  if (deciding) deciding.addEventListener("change", filter);
  search.addEventListener("input", filter);
  tools.addEventListener("submit", (event) => event.preventDefault());
  const toggle = tools.querySelector("button[data-open]");
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(open));
    toggle.textContent = open ? toggle.dataset.close : toggle.dataset.open;
    for (const node of all("details.more")) node.open = open;
  });
  tools.hidden = false;
  filter();

  // What points draw on the plan is shown one point at a time; on paper, and without this script, all of it is.
  const plans = document.querySelector(".plans");
  if (plans) plans.classList.add("choosing");
  let kept = null;
  function show(id) {
    for (const node of all("svg [data-point]")) node.classList.toggle("shown", node.dataset.point === id);
  }

  const marksOf = (id) => all("svg a").filter((a) => a.getAttribute("href") === "#" + id);
  const light = (node, on) => node.classList.toggle("lit", on);
  for (const { node } of points) {
    const marks = marksOf(node.id);
    const set = (on) => { marks.forEach((mark) => light(mark, on)); show(on ? node.id : kept); };
    for (const event of ["mouseenter", "focusin"]) node.addEventListener(event, () => set(true));
    for (const event of ["mouseleave", "focusout"]) node.addEventListener(event, () => set(false));
    for (const mark of marks) {
      const back = (on) => { light(node, on); show(on ? node.id : kept); };
      for (const event of ["mouseenter", "focus"]) mark.addEventListener(event, () => back(true));
      for (const event of ["mouseleave", "blur"]) mark.addEventListener(event, () => back(false));
    }
  }

  // A point that a link leads to must be seen, whatever is filtered or folded away.
  function reveal() {
    let node = null;
    try { node = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    const point = node && node.closest(".point");
    // The reason of the point or mark that was chosen stays.
    const mark = node && node.closest("svg a");
    kept = point ? point.id : mark ? (mark.getAttribute("href") || "").slice(1) : null;
    show(kept);
    if (!point) return;
    if (point.hidden) {
      search.value = "";
      if (deciding) deciding.checked = false;
      const box = boxes.find((b) => b.dataset.verdict === point.dataset.verdict);
      if (box) box.checked = true;
      filter();
    }
    const folded = point.closest("details.section");
    if (folded) folded.open = true;
    const more = point.querySelector("details.more");
    if (more) more.open = true;
    point.scrollIntoView({ block: "start" });
    point.focus({ preventScroll: true });
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
