/**
 * An authenticator for a person's browser, as a phone or a laptop has one: it keeps passkeys, and says yes to whoever
 * touches it. Its passkeys can be copied to another browser, as password managers do.
 */

/**
 * `verifies`: the finger that it asks for is the right one. `isTouched`: it says yes at once to all that is asked, also
 * to what a page offers in a field without being asked.
 * @param {{ verifies?: boolean, isTouched?: boolean }} [how]
 */
export async function authenticator({ context, page }, { verifies = true, isTouched = false } = {}) {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable", { enableUI: false });
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: verifies,
    automaticPresenceSimulation: isTouched,
  };
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  const touch = (enabled) => session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  return {
    /** It is touched for what is done meanwhile. */
    touchedFor: async (act) => {
      await touch(true);
      await act();
      await touch(false);
    },
    /**
     * It is touched as soon as the page itself asks, for what is done meanwhile: not before, as that would answer what a
     * field asks, and not after, as it answers nothing that was asked while it was not touched.
     */
    touchedOnceAsked: async (act) => {
      await page.exposeFunction("touchAuthenticator", () => touch(true));
      await page.evaluate(() => {
        const { credentials } = navigator;
        const get = credentials.get.bind(credentials);
        credentials.get = async (options) => {
          if (options.mediation !== "conditional") await window.touchAuthenticator();
          return get(options);
        };
      });
      await act();
      await touch(false);
    },
    verifies: (isUserVerified) => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    credentials: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    add: (credential) => session.send("WebAuthn.addCredential", { authenticatorId, credential }),
  };
}
