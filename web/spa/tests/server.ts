/** The tests' mocked network. Each test adds the answers of its FakeApi, see `fakeApi.ts`. */
import { setupServer } from "msw/node";

export const server = setupServer();
