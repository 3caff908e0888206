// What the device keeps: the visit as the server last told it, the changes made here, and photos. Every promise is kept
// only when it is on the device's disk.

const NAME = "befaring";
const VERSION = 1;
let opened = null;

function open() {
  opened ||= new Promise((yes, no) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("visits", { keyPath: "path" });
      db.createObjectStore("changes", { keyPath: "n", autoIncrement: true }).createIndex("path", "path");
      db.createObjectStore("photos", { keyPath: "key" }).createIndex("path", "path");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      yes(request.result);
    };
    request.onerror = () => { opened = null; no(request.error); };
    request.onblocked = () => no(new Error("blocked"));
  });
  return opened;
}

// Does some work in one step: all of it is kept, or none.
export async function step(stores, work) {
  const db = await open();
  return new Promise((yes, no) => {
    const transaction = db.transaction(stores, "readwrite", { durability: "strict" });
    let result;
    transaction.oncomplete = () => yes(result);
    transaction.onabort = transaction.onerror = () => no(transaction.error || new Error("aborted"));
    result = work(...stores.map((name) => transaction.objectStore(name)));
  });
}

async function read(store, ask) {
  const db = await open();
  return new Promise((yes, no) => {
    const request = ask(db.transaction(store).objectStore(store));
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });
}

// The visit as told and the changes on top, as they were at one moment: an answer of the server changes both at once.
export async function kept(path) {
  const db = await open();
  return new Promise((yes, no) => {
    const transaction = db.transaction(["visits", "changes"]);
    const told = transaction.objectStore("visits").get(path);
    const changes = transaction.objectStore("changes").index("path").getAll(path);
    transaction.oncomplete = () => yes({ told: told.result, changes: changes.result });
    transaction.onabort = transaction.onerror = () => no(transaction.error);
  });
}

export const visits = () => read("visits", (s) => s.getAll());
export const photo = (key) => read("photos", (s) => s.get(key));
export const photos = (path) => read("photos", (s) => s.index("path").getAll(path));

// Asks the browser not to throw anything away.
export async function persist() {
  try { return await navigator.storage.persist(); } catch { return false; }
}

// How many megabytes are left for this page, where that is little enough to be told.
export async function room() {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    const left = Math.floor((quota - usage) / 1048576);
    return left < 1000 ? left : 0;
  } catch { return 0; }
}

// A UUID; pages without https lack the browser's own maker of them.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = Array.from(b, (n) => n.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
