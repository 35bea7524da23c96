/** Where `standin serve` listens unless it is told otherwise. */
export const defaultHost = "127.0.0.1";
export const defaultPort = 4010;
