package files

// contactShapes are exports of programs that hold people's addresses.
var contactShapes = []Shape{
	{
		Name: "hubspot_contacts", Title: "a HubSpot contact export", Kind: Customers,
		Signature: []string{"record id*", "first name", "last name", "email"},
		Columns: map[string]string{
			"record id*": ID + ":hubspot_contact_id", "email": Email, "phone number": Phone, "mobile phone number": Phone, "first name": Trait + ":firstName", "last name": Trait + ":lastName",
			"last modified date*": Time, "create date": Trait + ":created", "create date*": Trait + ":created", "lifecycle stage": Trait + ":lifecycle_stage", "lead status": Trait + ":lead_status", "contact owner": Trait + ":owner",
			"associated company": Trait + ":company", "company name": Trait + ":company", "job title": Trait + ":title", "city": Trait + ":city", "country/region": Trait + ":country", "postal code": Trait + ":postal_code",
			"marketing contact status": Consent + ":email_marketing", "last activity date*": Ignore,
		},
	},
	{
		// Those who left, and those whose address failed: nobody there may be written to.
		Name: "mailchimp_unsubscribed", Title: "a Mailchimp export of people who unsubscribed", Kind: Customers,
		Signature: []string{"email address", "member_rating", "unsub_time", "leid"}, Columns: mailchimpGone,
		Map: Map{Timezone: "UTC", Consent: map[string]bool{"email_marketing": false}},
	},
	{
		Name: "mailchimp_cleaned", Title: "a Mailchimp export of addresses that failed", Kind: Customers,
		Signature: []string{"email address", "member_rating", "clean_time", "leid"}, Columns: mailchimpGone,
		Map: Map{Timezone: "UTC", Consent: map[string]bool{"email_marketing": false}},
	},
	{
		Name: "mailchimp_contacts", Title: "a Mailchimp audience export", Kind: Customers,
		Signature: []string{"email address", "member_rating", "optin_time", "leid"},
		Columns: map[string]string{
			"email address": Email, "phone number": Phone, "phone": Phone, "first name": Trait + ":firstName", "last name": Trait + ":lastName", "birthday": Trait + ":birthday", "address": Trait + ":address",
			"member_rating": Trait + ":member_rating", "last_changed": Time, "confirm_time": Time, "optin_time": Time, "tags": Trait + ":tags", "cc": Trait + ":country", "region": Trait + ":region", "timezone": Trait + ":timezone",
			"optin_ip": Ignore, "confirm_ip": Ignore, "latitude": Ignore, "longitude": Ignore, "gmtoff": Ignore, "dstoff": Ignore, "leid": Ignore, "euid": ID + ":mailchimp_id", "notes": Trait + ":notes",
		},
		Map: Map{Timezone: "UTC"},
	},
	{
		Name: "klaviyo_profiles", Title: "a Klaviyo profile export", Kind: Customers,
		Signature: []string{"email", "klaviyo id", "first name", "last name"},
		Columns: map[string]string{
			"email": Email, "klaviyo id": ID + ":klaviyo_id", "phone number": Phone, "first name": Trait + ":firstName", "last name": Trait + ":lastName", "organization": Trait + ":company", "title": Trait + ":title",
			"city": Trait + ":city", "country": Trait + ":country", "zip code": Trait + ":postal_code", "state / region": Trait + ":region", "address": Trait + ":address",
			"email marketing consent": Consent + ":email_marketing", "sms marketing consent": Consent + ":sms_marketing", "profile created on": Trait + ":created",
			"email marketing consent timestamp": Ignore, "last active": Time, "first active": Ignore, "initial source": Trait + ":initial_source",
			"historic customer lifetime value": Ignore, "predicted customer lifetime value": Ignore, "total customer lifetime value": Ignore,
		},
		Map: Map{Timezone: "UTC"},
	},
}

// mailchimpGone are the columns of contacts who get no mail any more: the
// moment that counts is the one when that began.
var mailchimpGone = map[string]string{
	"email address": Email, "phone number": Phone, "phone": Phone, "first name": Trait + ":firstName", "last name": Trait + ":lastName", "birthday": Trait + ":birthday", "address": Trait + ":address",
	"unsub_time": Time, "clean_time": Time, "unsub_reason": Trait + ":unsubscribe_reason", "tags": Trait + ":tags", "cc": Trait + ":country", "region": Trait + ":region", "timezone": Trait + ":timezone",
	"euid": ID + ":mailchimp_id", "notes": Trait + ":notes", "member_rating": Trait + ":member_rating",
	"last_changed": Ignore, "confirm_time": Ignore, "optin_time": Ignore, "optin_ip": Ignore, "confirm_ip": Ignore, "latitude": Ignore, "longitude": Ignore, "gmtoff": Ignore, "dstoff": Ignore, "leid": Ignore,
	"unsub_campaign_title": Ignore, "unsub_campaign_id": Ignore, "unsub_reason_other": Ignore, "clean_campaign_title": Ignore, "clean_campaign_id": Ignore,
}

// costShapes are reports of what advertising cost. The names are those that
// the reports have in the languages of our vocabulary.
var costShapes = []Shape{
	{
		Name: "google_ads_costs", Title: "a Google Ads cost report", Kind: Costs,
		Signature: []string{"day", "campaign", "cost", "currency code"},
		Columns:   map[string]string{"day": Day, "campaign": Campaign, "cost": Cost, "currency code": Currency, "clicks": Clicks, "impr.": Impressions, "impressions": Impressions},
		Map:       Map{Source: "google", Medium: "cpc"},
	},
	{
		Name: "google_ads_costs", Title: "a Google Ads cost report", Kind: Costs,
		Signature: []string{"day", "campaign", "cost", "clicks"},
		Columns:   map[string]string{"day": Day, "campaign": Campaign, "cost": Cost, "clicks": Clicks, "impr.": Impressions, "impressions": Impressions},
		Map:       Map{Source: "google", Medium: "cpc"},
	},
	{
		Name: "google_ads_costs", Title: "a Google Ads cost report", Kind: Costs,
		Signature: []string{"tag", "kampagne", "kosten"},
		Columns:   map[string]string{"tag": Day, "kampagne": Campaign, "kosten": Cost, "währungscode": Currency, "klicks": Clicks, "impr.": Impressions, "impressionen": Impressions},
		Map:       Map{Source: "google", Medium: "cpc", Decimal: ","},
	},
	{
		Name: "google_ads_costs", Title: "a Google Ads cost report", Kind: Costs,
		Signature: []string{"campaign", "cost", "impr.", "clicks"},
		Columns:   map[string]string{"campaign": Campaign, "cost": Cost, "currency code": Currency, "clicks": Clicks, "impr.": Impressions},
		Lacks:     `The report does not say on which day the money was spent. Add "Day" to it (in Google Ads: Segment, Time, Day) and download it again.`,
	},
	{
		Name: "meta_ads_costs", Title: "a Meta Ads cost report", Kind: Costs,
		Signature: []string{"campaign name", "day", "amount spent (*"},
		Columns:   metaColumns,
		Else:      metaElse,
		Map:       Map{Source: "facebook", Medium: "paid_social"},
	},
	{
		Name: "meta_ads_costs", Title: "a Meta Ads cost report", Kind: Costs,
		Signature: []string{"campaign name", "reporting starts", "amount spent (*"},
		Columns:   metaColumnsByPeriod,
		Else:      metaElse,
		Map:       Map{Source: "facebook", Medium: "paid_social"},
	},
}

var metaColumns = map[string]string{
	"campaign name": Campaign, "day": Day, "amount spent (*": Cost, "clicks (all)": Clicks, "link clicks": Ignore, "impressions": Impressions,
}

var metaColumnsByPeriod = map[string]string{
	"campaign name": Campaign, "reporting starts": Day, "reporting ends": Until, "amount spent (*": Cost, "clicks (all)": Clicks, "link clicks": Ignore, "impressions": Impressions,
}

// metaElse: many reports have the clicks on links alone.
var metaElse = map[string]string{"link clicks": Clicks}

// eventShapes are exports of web analytics.
var eventShapes = []Shape{
	{
		Name: ga4Lines, Title: "a GA4 event export (BigQuery)", Kind: Events,
		Signature: []string{"event_name", "event_timestamp", "event_params", "user_pseudo_id"},
	},
	{
		Name: "ga4_totals", Title: "a table of totals from Google Analytics", Kind: Events,
		Signature: []string{"event name", "event count"}, Columns: map[string]string{"event name": Event},
		Lacks: "These are totals by event, and Wend needs the single events, each with its visitor and its time. Link Google Analytics to BigQuery and export the tables events_… from there.",
	},
	{
		Name: "ga4_events_flat", Title: "a GA4 event export (flattened)", Kind: Events,
		Signature: []string{"event_name", "event_timestamp", "user_pseudo_id"},
		Columns: map[string]string{
			"event_name": Event, "event_timestamp": Time, "event_date": Ignore, "user_pseudo_id": AnonymousID, "user_id": UserID,
			"event_value_in_usd": Ignore, "event_previous_timestamp": Ignore, "event_bundle_sequence_id": Ignore, "stream_id": Ignore, "platform": Ignore,
			"page_location": Context + ":page.url", "page_referrer": Context + ":page.referrer", "page_title": Context + ":page.title", "page_path": Context + ":page.path",
			"event_params.page_location": Context + ":page.url", "event_params.page_referrer": Context + ":page.referrer", "event_params.page_title": Context + ":page.title",
			"source": Context + ":campaign.source", "medium": Context + ":campaign.medium", "campaign": Context + ":campaign.name", "event_params.source": Context + ":campaign.source",
			"event_params.medium": Context + ":campaign.medium", "event_params.campaign": Context + ":campaign.name", "traffic_source.source": Ignore, "traffic_source.medium": Ignore, "traffic_source.name": Ignore,
			"device.category": Context + ":device.type", "device_category": Context + ":device.type", "device.operating_system": Context + ":os.name", "device.language": Context + ":locale",
			"geo.country": Context + ":location.country", "country": Context + ":location.country",
			"event_params.value": Value, "value": Value, "ecommerce.purchase_revenue": Value, "event_params.transaction_id": Property + ":order_id", "transaction_id": Property + ":order_id",
			"ecommerce.transaction_id": Property + ":order_id", "event_params.currency": Property + ":currency", "currency": Property + ":currency",
			"event_params.ga_session_id": Property + ":ga_session_id",
		},
		Map: Map{TimeFormat: "microseconds"},
	},
}

// ga4Lines is the shape whose rows are read by themselves: nested JSON.
const ga4Lines = "ga4_events"
