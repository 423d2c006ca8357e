/** Ports for the tests' servers. */
import { createServer } from "node:net";

/** A port of this machine that nobody listens on. */
export const freePort = () => listen(0);

/** Whether nobody listens on a port now. */
export const isFree = (port) => listen(port).then(
  () => true,
  () => false,
);

function listen(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
