// A photo or a letter in a window of its own, and what was changed in two places: both sides, and the choice.
import { isEmpty, remember, rowOf, say, told } from "./view.js";

export function dialogs({ state, set, settle, discard, retry, pictureOf, plan, titles }) {
  const $ = (selector, within = document) => within.querySelector(selector);
  const windows = { photo: $("#photo-dialog"), mark: $("#mark-dialog") };

  function open(kind, key) {
    const row = rowOf(state.view, kind, key);
    if (!row) return;
    const node = windows[kind];
    node.dataset.key = key;
    node.dataset.on = kind;
    $("h2", node).textContent = kind === "photo" ? say("photo", row.number) : say("mark", row.letter);
    const field = $("[data-field]", node);
    field.value = (kind === "photo" ? row.caption : row.text) || "";
    remember(field, field.value);
    const place = $("[data-act=place]", node);
    place.textContent = row.at ? say("move_it") : say("place_it");
    place.hidden = !plan.any;
    for (const turn of node.querySelectorAll("[data-act=left], [data-act=right]")) turn.hidden = !row.at;
    if (kind === "photo") {
      const img = $("img", node);
      letGo();
      img.alt = say("photo", row.number) + (row.caption ? ": " + row.caption : "");
      visible(true);
      pictureOf(row, true).then((url) => {
        if (node.dataset.key !== key) { URL.revokeObjectURL(url); return; }
        if (url) img.src = url; else visible(false);
      });
    }
    if (!node.open) node.showModal();
  }

  const picture = $("img", windows.photo);
  function visible(yes) {
    picture.hidden = !yes;
    $(".unseen", windows.photo).hidden = yes;
  }
  // A large picture is given back when nobody looks at it any longer.
  function letGo() {
    if (picture.src.startsWith("blob:")) URL.revokeObjectURL(picture.src);
    picture.removeAttribute("src");
  }
  picture.addEventListener("error", () => { if (picture.hasAttribute("src")) visible(false); });
  windows.photo.addEventListener("close", letGo);

  for (const [kind, node] of Object.entries(windows)) {
    node.addEventListener("click", ({ target }) => {
      const key = node.dataset.key;
      // A press beside the window closes it.
      if (target === node) node.close();
      const act = target.closest("button")?.dataset.act;
      if (act === "close") node.close();
      else if (act === "place") { node.close(); plan.placeOld(kind, key); }
      else if (act === "remove") { node.close(); set(kind, key, "removed", true); }
      else if (act === "left" || act === "right") {
        const { at } = rowOf(state.view, kind, key);
        const direction = ((at.direction ?? 0) + (act === "left" ? 345 : 15)) % 360;
        set(kind, key, "at", { ...at, direction });
      }
    });
  }

  // ---- conflicts

  const box = $("#conflicts");
  const part = (tag, text, className) => {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  function nameOf(what) {
    const [kind, fact] = (what.field || "").split("/");
    const field = fact ? titles.facts[fact] || fact : say("field_" + what.field);
    if (what.on === "visit") return say("visit") + ": " + field;
    const row = rowOf(state.view, what.on, what.key);
    if (what.on === "photo") return say("photo", row?.number ?? "") + ": " + field;
    if (what.on === "mark") return say("mark", row?.letter ?? "") + ": " + field;
    return (titles.points[what.key || what.observation] || say("free_point")) + (kind && what.field ? ": " + field : "");
  }

  function choice(text, work) {
    const button = part("button", text, "button");
    button.type = "button";
    button.addEventListener("click", work);
    return button;
  }

  function conflictNode(change) {
    const { do: what, current } = change;
    const item = document.createElement("li");
    item.append(part("h3", nameOf(what)));
    const sides = document.createElement("dl");
    sides.append(part("dt", say("mine")), part("dd", told(what.field, what.value)), part("dt", say("theirs")), part("dd", told(what.field, current)));
    const actions = part("div", "", "actions");
    actions.append(choice(say("use_mine"), () => settle(change, what.value)), choice(say("use_theirs"), () => settle(change)));
    const texts = typeof what.value === "string" && typeof current === "string" && ["text", "note", "caption"].includes(what.field);
    if (texts) actions.append(choice(say("use_both"), () => settle(change, current + "; " + what.value)));
    item.append(sides, actions);
    return item;
  }

  function refusedNode(change) {
    const item = document.createElement("li");
    const { do: what } = change;
    item.append(part("h3", what.op === "photo" ? say("photo", rowOf(state.view, "photo", what.key)?.number ?? what.number) : nameOf(what)));
    item.append(part("p", say("not_taken", change.message)));
    if (what.op === "set" && !isEmpty(what.value)) item.append(part("p", say("mine") + ": " + told(what.field, what.value)));
    const actions = part("div", "", "actions");
    actions.append(choice(say("try_again"), () => retry(change)), choice(say("drop_it"), () => discard(change)));
    item.append(actions);
    return item;
  }

  function render() {
    const conflicts = state.changes.filter((c) => c.state === "conflict");
    const refused = state.changes.filter((c) => c.state === "refused");
    const sign = JSON.stringify([...conflicts, ...refused].map((c) => [c.n, c.id, c.current, c.message]));
    box.hidden = conflicts.length + refused.length === 0;
    if (box.dataset.sign === sign) return;
    box.dataset.sign = sign;
    const n = conflicts.length === 1 ? say("conflict_one") : say("conflict_many", conflicts.length);
    $(".says", box).textContent = conflicts.length ? say("conflicts", n) : "";
    $("ul", box).replaceChildren(...conflicts.map(conflictNode), ...refused.map(refusedNode));
  }

  return { photo: (key) => open("photo", key), mark: (key) => open("mark", key), render };
}
