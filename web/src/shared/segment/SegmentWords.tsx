import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "@/shared/api/settings";
import { describeRule } from "./describe";
import type { SegmentRule } from "./rule";

/** A rule as a sentence. */
export default function SegmentWords({ rule }: { rule: SegmentRule }) {
  return describeRule(rule, useQuery(settingsQuery).data?.stages);
}
