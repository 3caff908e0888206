// Fields that are written in: kept after a pause, on leaving the field, and when the page is put away.
import { before, remember } from "./view.js";

const PAUSE = 250;

export function writing({ pauses, set, renderStatus }) {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const participants = document.getElementById("participants");

  function onText(field, save) {
    clearTimeout(pauses.get(field));
    pauses.set(field, setTimeout(() => { pauses.delete(field); save(); renderStatus(); }, PAUSE));
    renderStatus();
  }
  const now = (field, save) => { clearTimeout(pauses.get(field)); pauses.delete(field); save(); };

  const people = () => all("li", participants).map((item) =>
    Object.fromEntries(all("[data-part]", item).map((p) => [p.dataset.part, p.value.trim()]).filter(([, v]) => v)));

  // The list of participants is one value.
  function savePeople() {
    const replaced = before(participants);
    const now = people();
    remember(participants, now);
    return set("visit", "", "participant", now, replaced);
  }

  // What keeps the value of a field, where it is one that is kept.
  function saver(field) {
    const [point, row, person] = [field.closest(".point"), field.closest("[data-key]"), participants.contains(field)];
    if (field.id === "by") return () => localStorage.setItem("befaring-by", field.value.trim());
    if (person && field.dataset.part) return savePeople;
    const [on, key, name] = field.dataset.visit ? ["visit", "", field.dataset.visit]
      : row ? [row.dataset.on || "photo", row.dataset.key, field.dataset.field]
      : point ? ["observation", point.dataset.id, field.dataset.field] : [];
    if (!name) return null;
    return () => {
      const replaced = before(field);
      remember(field, field.value);
      return set(on, key, name, field.value, replaced);
    };
  }

  addEventListener("input", ({ target }) => {
    const save = target.type !== "radio" && saver(target);
    if (save) onText(target, save);
  });
  addEventListener("change", ({ target }) => {
    const save = saver(target);
    if (save) now(target, save);
  });
  // The last letters before the page is put away are kept too.
  const allNow = () => { for (const field of [...pauses.keys()]) now(field, saver(field)); };
  addEventListener("pagehide", allNow);
  document.addEventListener("visibilitychange", () => { if (document.hidden) allNow(); });

  return { savePeople };
}
