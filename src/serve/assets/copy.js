// The way out and back in: what was not sent, photos included, as one archive that any program opens. It is read back
// here on any device, or by `befaring inspect merge` at the office.
import * as device from "./device.js";
import { say } from "./view.js";
import { pack, unpack } from "./zip.js";

const FORMAT = 1;
const LIST = "befaring-kopi.json";
const PHOTO = /(?:^|\/)bilder\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[a-z]+$/;

// Saves what waits for a visit.
export async function save(path, changes) {
  const list = { format: FORMAT, path, title: document.title, changes: changes.map(({ id, do: what }) => ({ id, do: what })) };
  const photos = (await device.photos(path)).map(({ key, blob }) => ({ name: "bilder/" + key + "." + (blob.type.split("/")[1] || "jpeg"), blob }));
  const text = new Blob([JSON.stringify(list, null, 1)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await pack([{ name: LIST, blob: text }, ...photos]));
  link.download = say("copy_name") + "-" + new Date().toISOString().slice(0, 16).replace(/[T:]/g, "-") + ".zip";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// What a copy holds, or why it cannot be read.
export async function open(file) {
  let list;
  const photos = [];
  try {
    const files = await unpack(file);
    const name = [...files.keys()].find((n) => n === LIST || n.endsWith("/" + LIST));
    list = JSON.parse(await (await files.get(name)()).text());
    for (const [name, read] of files) {
      const key = PHOTO.exec(name)?.[1];
      if (key) photos.push({ key, blob: await read() });
    }
  } catch { return { fault: say("no_copy") }; }
  const sound = list.format === FORMAT && Array.isArray(list.changes) && list.changes.every((c) => typeof c?.id === "string" && typeof c?.do?.op === "string");
  if (!sound) return { fault: say("no_copy") };
  const there = new Set(photos.map((p) => p.key));
  const lost = list.changes.find((c) => c.do.op === "photo" && !there.has(c.do.key));
  if (lost) return { fault: say("copy_lacks", lost.do.number) };
  return { path: list.path, title: String(list.title || list.path), changes: list.changes, photos };
}
