// The visit as the inspector sees it: what the server last told with the changes made here on top. Nothing here touches
// the page or the network.

const words = JSON.parse(document.getElementById("words").textContent);

// A word in the page's language; `{}` are filled in order.
export function say(key, ...parts) {
  let text = words[key] ?? key;
  for (const part of parts) text = text.replace("{}", part);
  return text;
}

const DEVICE_PHOTO = /^bilder\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\./;
export const photoKey = (photo) => photo.key || (DEVICE_PHOTO.exec(photo.file) || [])[1] || "#" + photo.number;
export const markKey = (mark) => mark.id || "#" + mark.letter;

// Letters count A … Z, AA, AB …
const letterNumber = (letters) => [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0);
function letterOf(number) {
  let text = "";
  for (let n = number; n > 0; n = Math.floor((n - 1) / 26)) text = String.fromCharCode(65 + ((n - 1) % 26)) + text;
  return text;
}
export const nextNumber = (visit) => Math.max(0, ...visit.photos.map((p) => p.number)) + 1;
export const nextLetter = (visit) => letterOf(Math.max(0, ...visit.marks.map((m) => letterNumber(m.letter))) + 1);

export function rowOf(visit, on, key) {
  if (on === "visit") return visit;
  if (on === "observation") return visit.observations.find((o) => o.id === key);
  if (on === "photo") return visit.photos.find((p) => photoKey(p) === key || "#" + p.number === key);
  return visit.marks.find((m) => markKey(m) === key || "#" + m.letter === key);
}

// What a field showed before somebody wrote in it: that is what a change replaces, whatever arrived meanwhile.
const shown = new Map();
const name = (field) => field.type === "radio" ? field.name : field;
export const remember = (field, value) => { shown.set(name(field), value ?? null); };
export const before = (field) => shown.get(name(field)) ?? null;

function measured(row, field) {
  const [kind, fact, ...place] = field.split("/");
  const found = (row.facts || []).find((f) => f.fact === fact && (f.place || "") === place.join("/"));
  return [found, kind === "fact" ? "value" : "instrument"];
}

// What a field says.
export function valueOf(visit, on, key, field) {
  const row = rowOf(visit, on, key);
  if (!row) return null;
  if (!field.includes("/")) return row[field] ?? null;
  const [fact, name] = measured(row, field);
  return fact ? fact[name] ?? null : null;
}

function put(visit, what) {
  const row = rowOf(visit, what.on, what.key);
  if (!row) return;
  if (!what.field.includes("/")) { row[what.field] = what.value; return; }
  const [fact, name] = measured(row, what.field);
  if (fact) fact[name] = what.value;
}

function refer(visit, what, add) {
  const row = rowOf(visit, "observation", what.observation);
  const field = what.photo ? "photos" : "letters";
  const target = what.photo ? rowOf(visit, "photo", what.photo) : rowOf(visit, "mark", what.mark);
  if (!row || !target) return;
  const value = what.photo ? target.number : target.letter;
  const others = (row[field] || []).filter((v) => v !== value);
  row[field] = add ? [...others, value] : others;
}

function apply(visit, change) {
  const what = change.do;
  if (what.op === "set") put(visit, what);
  else if (what.op === "link" || what.op === "unlink") refer(visit, what, what.op === "link");
  else if (what.op === "photo" && !rowOf(visit, "photo", what.key)) {
    const taken = visit.photos.some((p) => p.number === what.number);
    const number = taken ? nextNumber(visit) : what.number;
    visit.photos.push({ key: what.key, number, file: "", local: true, refused: change.state === "refused" ? change.message : null });
  } else if (what.op === "add-mark" && !rowOf(visit, "mark", what.key)) {
    const taken = visit.marks.some((m) => m.letter === what.letter);
    visit.marks.push({ id: what.key, letter: taken ? nextLetter(visit) : what.letter, at: what.at, local: true });
  } else if (what.op === "add-observation" && !rowOf(visit, "observation", what.key)) {
    visit.observations.push({ id: what.key, chapter: what.chapter, local: true });
  }
}

// The visit with the changes of the device on top.
export function seen(told, changes) {
  const visit = structuredClone(told);
  // The file's name of a list, and ours.
  visit.photos = visit.photo || [];
  visit.marks = visit.mark || [];
  visit.observations = visit.observation || [];
  visit.participant ||= [];
  for (const change of changes) apply(visit, change);
  return visit;
}

// What is empty is not said.
export const isEmpty = (value) => value === null || value === undefined || value === "" || value === false ||
  (Array.isArray(value) && value.length === 0);
export const isSame = (a, b) => (isEmpty(a) && isEmpty(b)) || JSON.stringify(tidy(a)) === JSON.stringify(tidy(b));
function tidy(value) {
  if (Array.isArray(value)) return value.map(tidy);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.keys(value).sort().filter((k) => !isEmpty(value[k])).map((k) => [k, tidy(value[k])]));
  }
  return typeof value === "string" ? value.trim() : value;
}

// Numbers as the file keeps them, so that what comes back is what was sent.
export function pin(storey, x, y, direction) {
  const round = (n, by) => (Math.sign(n) * Math.round(Math.abs(n) * by)) / by || 0;
  const at = { x: round(x, 1000), y: round(y, 1000) };
  if (storey) at.storey = storey;
  if (direction !== null && direction !== undefined) at.direction = round(((direction % 360) + 360) % 360, 10) % 360;
  return at;
}

// A value in words, for those who choose between two.
export function told(field, value) {
  if (isEmpty(value)) return field === "removed" ? say("no") : say("empty");
  if (field === "seen") return say(value);
  if (field === "removed") return say("yes");
  if (field === "at") return say("on_plan", value.x.toFixed(2), value.y.toFixed(2));
  if (field === "participant") return value.map((p) => [p.role, p.name].filter(Boolean).join(" – ")).join(", ");
  return String(value);
}
