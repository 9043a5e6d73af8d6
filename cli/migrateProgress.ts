// Progress of a copy: bars for large blobs on a terminal, lines elsewhere.

import { MultiBar, Presets, type SingleBar } from "cli-progress";
import { Writable } from "node:stream";
import type { BlobEvent, BytesEvent } from "../migrate/copyEvents";
import { renderBytes } from "../migrate/renderReport";
import type { Terminal } from "./terminal";

/** Shows what is under way. */
export interface Progress {
  readonly bytes: (event: BytesEvent) => void;
  readonly blob: (event: BlobEvent) => void;
  /** Writes a line that stays. */
  readonly line: (text: string) => void;
  readonly stop: () => void;
}

/** Smaller blobs are done before a bar could be read. */
const MIN_BAR_BYTES = 8 * 1024 * 1024;

/** Bars where standard error is a terminal, else lines. */
export function createProgress(terminal: Terminal): Progress {
  return terminal.interactive ? bars(terminal) : lines(terminal);
}

function lines({ writeError }: Terminal): Progress {
  return {
    bytes: () => undefined,
    blob: () => undefined,
    line: (text) => writeError(`${text}\n`),
    stop: () => undefined,
  };
}

function bars({ writeError }: Terminal): Progress {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      writeError(chunk.toString());
      done();
    },
  });
  // The library shows lines with the next drawing of its bars: before the first one and after the last, nobody would see them.
  const waiting: string[] = [];
  const shown = new Map<string, SingleBar>();
  let multi: MultiBar | undefined;
  const start = (): MultiBar => {
    const started = new MultiBar(
      {
        // The library draws bars only on what says that it is a terminal.
        stream: Object.assign(stream, { isTTY: true, columns: 100 }),
        clearOnComplete: true,
        hideCursor: true,
        format: "  {bar} {percentage} %  {size}  {repository}  {digest}",
        fps: 5,
      },
      Presets.shades_grey,
    );
    started.on("redraw-post", () => (waiting.length = 0));
    return started;
  };
  return {
    bytes({ digest, size, repository, count }) {
      if (size < MIN_BAR_BYTES) return;
      multi ??= start();
      const key = `${repository}@${digest}`;
      const text = { size: renderBytes(size), repository, digest: digest.slice(0, 19) };
      const bar = shown.get(key) ?? multi.create(size, 0, text);
      shown.set(key, bar);
      bar.increment(count);
    },
    blob({ repository, digest }) {
      const key = `${repository}@${digest}`;
      const bar = shown.get(key);
      if (bar !== undefined) multi?.remove(bar);
      shown.delete(key);
    },
    line(text) {
      if (multi === undefined) {
        writeError(`${text}\n`);
        return;
      }
      waiting.push(`${text}\n`);
      multi.log(`${text}\n`);
    },
    stop() {
      multi?.stop();
      writeError(waiting.join(""));
    },
  };
}
