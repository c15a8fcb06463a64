import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

configure({
  asyncUtilTimeout: 6_000,
  getElementError: (message) => new Error(message ?? "not found"),
});

afterEach(() => {
  cleanup();
  document.body.innerHTML = "";
});

// What a browser has and happy-dom lacks or leaves without sizes.
window.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: () => {},
  removeListener: () => {},
  addEventListener: () => {},
  removeEventListener: () => {},
  dispatchEvent: () => false,
})) as typeof window.matchMedia;

class Sizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver ??= Sizes as unknown as typeof ResizeObserver;

if (!document.fonts) Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });

/** happy-dom lays nothing out; everything counts as visible, and lists as a screen high. */
HTMLElement.prototype.getClientRects = () => [new DOMRect(0, 0, 100, 20)] as unknown as DOMRectList;
Object.defineProperty(HTMLElement.prototype, "offsetHeight", { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, "offsetWidth", { configurable: true, get: () => 800 });
