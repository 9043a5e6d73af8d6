// A plugin of typedoc: a guide is called by its own heading, not by its file.

import { Converter } from "typedoc";

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const [first] = document.content;
    const heading = /^# (.+)\n/.exec(first?.text ?? "");
    if (!heading) return;
    document.name = heading[1].replaceAll("`", "");
    first.text = first.text.slice(heading[0].length);
  });
}
