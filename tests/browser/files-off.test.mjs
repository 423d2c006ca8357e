// Where the operator has switched files off, there is no button, and what is dropped is refused in words.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { useWorld } from "./support/world.mjs";

const world = useWorld({ MAX_FILE_BYTES: "0" });

test("a dropped file does not navigate, and the page says that it cannot be sent", async () => {
  const ana = await world.person("Ana");
  await ana.joins("off");
  await ana.says("just words");
  await ana.reads("just words");
  await ana.sees(() => customElements.get("alcove-toast") !== undefined, undefined, "what the page loads after the room");
  assert.equal(await ana.page.getByRole("button", { name: "Attach files" }).count(), 0);
  for (const place of ["alcove-timeline .scroller", "alcove-composer textarea", "alcove-top-bar", "alcove-roster"])
    for (const type of ["dragover", "drop", "paste"]) {
      const drops = (target, kind) => {
        const data = new DataTransfer();
        data.items.add(new File(["x"], "cat.png", { type: "image/png" }));
        const init = { bubbles: true, composed: true, cancelable: true };
        const event =
          kind === "paste"
            ? new ClipboardEvent(kind, { ...init, clipboardData: data })
            : new DragEvent(kind, { ...init, dataTransfer: data });
        return !target.dispatchEvent(event);
      };
      assert.equal(await ana.page.locator(place).first().evaluate(drops, type), true, `${type} on ${place}`);
      if (type !== "dragover") await ana.readsIn("toast", "You can’t send files here.");
    }
  await ana.hasWritten("");
});
