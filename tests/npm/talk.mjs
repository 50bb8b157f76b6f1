// How an inspector talks with the test that starts it: one JSON text in on stdin, one out on stdout.
import { readFileSync } from "node:fs";

// What libraries print goes to stderr: stdout is for the answer alone.
console.log = console.info = console.error;

/** What the test asks for. `seconds` is the time it waits. */
export const asked = JSON.parse(readFileSync(0, "utf8"));

// The libraries that start a browser close it on this signal; a test that kills the inspector would leave it running.
setTimeout(() => {
  console.error(`Stopped: it took over ${asked.seconds} s.`);
  process.kill(process.pid, "SIGINT");
}, asked.seconds * 1000).unref();

/** Hand the answer over and end, whatever timers and sockets a library still holds. */
export function answer(value) {
  // A pipe takes a long text in parts: to exit before the last one is taken would cut it off.
  process.stdout.write(JSON.stringify(value), () => process.exit(0));
}
