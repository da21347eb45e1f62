/** The network of the tests. Each test adds what its world answers, see `world.ts`. */
import { setupServer } from "msw/node";

export const server = setupServer();
