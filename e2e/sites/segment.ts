// A shop's own bundle with Segment's library, switched over to Wend.
import { AnalyticsBrowser } from "@segment/analytics-next";

declare global {
  interface Window {
    analytics: AnalyticsBrowser;
    settings: Parameters<typeof AnalyticsBrowser.load>;
  }
}

window.analytics = AnalyticsBrowser.load(...window.settings);
void window.analytics.page();
