import { type ReactNode, useEffect, useRef, useState } from "react";

/** Draws, and thereby asks, what it holds once it comes near to what is seen of the page; before that it keeps the room. */
export function WhenSeen({ height, children }: { height: number; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    if (seen || !box.current) return;
    const see = () => setSeen(true);
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && see(), { rootMargin: "400px 0px" });
    observer.observe(box.current);
    // On paper everything is seen.
    window.addEventListener("beforeprint", see);
    return () => {
      observer.disconnect();
      window.removeEventListener("beforeprint", see);
    };
  }, [seen]);
  return seen ? children : <div ref={box} style={{ minHeight: height }} />;
}
