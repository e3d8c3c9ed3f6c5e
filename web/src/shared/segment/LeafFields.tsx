import { MultiSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "@/shared/api/settings";
import { rfmSegments } from "@/shared/customer/rfm";
import { operators } from "@/shared/filters/filters";
import { PropertyPicker } from "@/shared/filters/PropertyPicker";
import { ValueField } from "@/shared/filters/ValueField";
import classes from "./SegmentBuilder.module.css";
import type { PropertyRule } from "./rule";

/** A trait of the customer, or what was seen of them last. */
export function PropertyFields({ rule, onChange }: { rule: PropertyRule; onChange: (rule: PropertyRule) => void }) {
  return (
    <>
      <div className={classes.property}><PropertyPicker label="Property of the customer" hideLabel traitsFirst placeholder="Choose a property" value={rule.property || null} onChange={(property) => onChange({ ...rule, property: property ?? "" })} /></div>
      <Select className={classes.operator} aria-label="Comparison" data={operators.map(({ value, label }) => ({ value, label }))} value={rule.op} allowDeselect={false} onChange={(op) => onChange({ property: rule.property, op: op ?? "eq" })} />
      <div className={classes.value}><ValueField filter={rule} onChange={(value) => onChange({ ...rule, value })} /></div>
    </>
  );
}

const levels = [{ value: "high", label: "high" }, { value: "medium", label: "medium" }, { value: "low", label: "low" }, { value: "none", label: "none" }];
const asked = { stage: "Stages", rfm: "Segments by recency, frequency and value", engagement: "Levels of engagement" };

/** One or several of a few things that have names. */
export function KeysField({ of, keys, onChange }: { of: keyof typeof asked; keys: string[]; onChange: (keys: string[]) => void }) {
  const stages = useQuery(settingsQuery).data?.stages ?? [];
  const known = of === "stage" ? stages.map(({ key, name }) => ({ value: key, label: name })) : of === "rfm" ? Object.entries(rfmSegments).map(([value, { name }]) => ({ value, label: name })) : levels;
  const data = [...known, ...keys.filter((key) => !known.some(({ value }) => value === key)).map((key) => ({ value: key, label: key }))];
  return <MultiSelect className={classes.keys} aria-label={asked[of]} placeholder={keys.length === 0 ? "Choose" : undefined} data={data} value={keys} onChange={onChange} />;
}

const channels = ["Direct", "Email", "SMS", "Mobile Push Notifications", "Organic Search", "Paid Search", "Organic Social", "Paid Social", "Organic Shopping", "Paid Shopping", "Organic Video", "Paid Video", "Display", "Affiliates", "Referral", "Audio", "AI Assistant", "Cross-network", "Paid Other", "Store", "Phone", "Unassigned"];
const consents = [{ value: "email_marketing", label: "mail with offers" }, { value: "sms_marketing", label: "text messages with offers" }, { value: "push", label: "push messages" }];

/** A channel, or what a customer can agree to. */
export function TextField({ of, text, onChange }: { of: "channel" | "consent"; text: string; onChange: (text: string) => void }) {
  const known = of === "channel" ? channels.map((value) => ({ value, label: value })) : consents;
  const data = !text || known.some(({ value }) => value === text) ? known : [...known, { value: text, label: text.replaceAll("_", " ") }];
  return <Select className={classes.keys} aria-label={of === "channel" ? "Channel" : "Consent"} placeholder="Choose" searchable={of === "channel"} data={data} value={text || null} allowDeselect={false} onChange={(value) => onChange(value ?? "")} />;
}
