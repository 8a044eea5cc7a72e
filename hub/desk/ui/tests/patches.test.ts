import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { Patches } from "../src/live/patches";

const KEY = ["lines"];
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A cache whose reads are answered by hand, and somebody who looks at it. */
function scene() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const patches = new Patches(client);
  const answers: { give: (lines: string[]) => void; fail: () => void }[] = [];
  const end = patches.start();
  const observer = new QueryObserver<string[]>(client, {
    queryKey: KEY,
    queryFn: () => new Promise((give, fail) => answers.push({ give, fail: () => fail(new Error("gone")) })),
  });
  const unsubscribe = observer.subscribe(() => {});
  return {
    patches,
    answer: async (...lines: string[]) => {
      answers.shift()?.give(lines);
      await tick();
    },
    fail: async () => {
      answers.shift()?.fail();
      await tick();
    },
    read: () => void client.refetchQueries({ queryKey: KEY }),
    lines: () => client.getQueryData<string[]>(KEY),
    end: () => {
      unsubscribe();
      end();
      client.clear();
    },
  };
}

const add = (line: string) => (lines: string[]) => (lines.includes(line) ? lines : [...lines, line]);

describe("a change by the socket", () => {
  it("is not lost to an answer read before it", async () => {
    const it = scene();
    await it.answer("one");
    it.read();
    await tick();
    it.patches.apply(KEY, add("two"));
    expect(it.lines()).toEqual(["one", "two"]);
    await it.answer("one");
    expect(it.lines()).toEqual(["one", "two"]);
    it.end();
  });

  it("is in the first answer too, and once", async () => {
    const it = scene();
    it.patches.apply(KEY, add("two"));
    expect(it.lines()).toBeUndefined();
    await it.answer("one");
    expect(it.lines()).toEqual(["one", "two"]);
    it.read();
    await tick();
    await it.answer("only this");
    expect(it.lines()).toEqual(["only this"]);
    it.end();
  });

  it("stays when the reading fails, and is not made again later", async () => {
    const it = scene();
    await it.answer("one");
    it.read();
    await tick();
    it.patches.apply(KEY, add("two"));
    await it.fail();
    expect(it.lines()).toEqual(["one", "two"]);
    it.read();
    await tick();
    await it.answer("three");
    expect(it.lines()).toEqual(["three"]);
    it.end();
  });
});
