// Lets Node import what the page's build makes of an SVG file: something to draw, whatever it is.
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, next) =>
    url.endsWith(".svg")
      ? { format: "module", source: "export default '';", shortCircuit: true }
      : next(url, context),
});
