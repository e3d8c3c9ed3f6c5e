import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

type Codec<Question> = {
  /** Reads what the address says; falls back where it says nothing that can be used. */
  decode: (raw: unknown) => Question;
  /** What the address shall say; undefined while the question cannot be asked yet. */
  encode: (question: Question) => object | undefined;
};

/**
 * The question of an analysis. `asked` is what stands in the address and is
 * answered; `draft` is what the builder shows, which may be half filled in.
 * The address follows the draft a moment later, so that typing stays smooth
 * and does not ask at each letter.
 */
export function useQuestion<Question>({ decode, encode }: Codec<Question>): { asked: Question; draft: Question; change: (next: Question) => void } {
  const raw = useSearch({ strict: false }).q;
  const navigate = useNavigate();
  const said = JSON.stringify(raw);
  // The text stands for the object, which is a new one at each navigation.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const asked = useMemo(() => decode(raw), [said, decode]);
  const [draft, setDraft] = useState<{ value: Question } | null>(null);
  const written = useRef<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // Somebody went back or followed a link: what was being filled in is over.
    if (said !== written.current) {
      clearTimeout(timer.current);
      setDraft(null);
    }
    written.current = said;
  }, [said]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback(
    (next: Question) => {
      setDraft({ value: next });
      clearTimeout(timer.current);
      const q = encode(next);
      if (!q) return;
      timer.current = setTimeout(() => {
        written.current = JSON.stringify(q);
        void navigate({ to: ".", search: (before) => ({ ...before, q }), replace: true, resetScroll: false });
      }, 350);
    },
    [encode, navigate],
  );
  return { asked, draft: draft?.value ?? asked, change };
}
