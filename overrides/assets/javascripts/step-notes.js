// The reader's own notes at this step of a reading path.

import { part } from "./parts.js";
import { start as startPath } from "./path.js";

export async function start(halt, details) {
  const notes = await part("step-notes");
  details.append(notes);
  halt.dataset.read = notes.dataset.read;
  startPath(halt);
}
