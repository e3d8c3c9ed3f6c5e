import { describe, expect, test } from "vitest";
import { kindLabel, snippets } from "./snippets";

describe("snippets", () => {
  test("a website's snippet names the server and the key", () => {
    const [website] = snippets("browser", "https://wend.example.com", "wk_1");
    expect(website?.code).toBe('<script async src="https://wend.example.com/sdk/wend.js" data-write-key="wk_1"></script>');
  });
  test("there is one for a website that keeps nothing, and one that waits for consent", () => {
    const codes = snippets("browser", "https://wend.example.com", "wk_1").map((s) => s.code);
    expect(codes).toContain('<script async src="https://wend.example.com/sdk/wend.js" data-write-key="wk_1" data-cookieless></script>');
    expect(codes.some((code) => code.includes('data-write-key="wk_1" data-wait-for-consent></script>'))).toBe(true);
  });
  test("Segment's library is told host and protocol", () => {
    const code = snippets("browser", "http://127.0.0.1:7777", "wk_1").map((s) => s.code).join();
    expect(code).toContain('apiHost: "127.0.0.1:7777/v1", protocol: "http"');
  });
  test("servers get the key as user name", () => {
    expect(snippets("server", "https://w.example", "secret").some((s) => s.code.includes("-u secret:"))).toBe(true);
  });
  test("an unknown kind keeps its name", () => {
    expect(kindLabel("carrier pigeon")).toBe("carrier pigeon");
    expect(kindLabel("server")).toBe("Server");
  });
});
