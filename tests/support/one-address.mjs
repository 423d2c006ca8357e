/** Everyone in a test comes from one address, and only tests of the budgets per network are about that. */
export const ONE_ADDRESS = {
  NETWORK_JOINS_PER_MINUTE: "0",
  NETWORK_ROOMS_PER_MINUTE: "0",
  NETWORK_READS_PER_MINUTE: "0",
  MAX_NETWORK_SOCKETS: "0",
};
