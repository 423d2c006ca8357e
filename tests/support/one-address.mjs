/** Everyone in a test has the same address, and only the tests of budgets per network are about that. */
export const ONE_ADDRESS = {
  NETWORK_JOINS_PER_MINUTE: "0",
  NETWORK_ROOMS_PER_MINUTE: "0",
  NETWORK_READS_PER_MINUTE: "0",
  NETWORK_SIGN_INS_PER_MINUTE: "0",
  MAX_NETWORK_SOCKETS: "0",
};
