package files

import "strings"

// words are what people call columns, in English, German, French, Spanish and
// Dutch, by meaning; as foldName writes them.
var words = map[string]string{
	Email:       "email emailaddress mail mailaddress emailadresse mailadresse emailadres adresseemail adressemail courriel correo correoelectronico emailklant contactemail customeremail useremail kundenemail billingemail",
	Phone:       "phone phonenumber telephone telephonenumber mobile mobilephone cell telefon telefonnummer handy mobil mobilnummer rufnummer tel telephoneportable numerodetelephone portable telefono movil celular telefoonnummer telefoon mobiel gsm billingphone customerphone",
	UserID:      "userid user customerid customer customernumber clientid client kundennummer kundennr kundenid kunde kdnr numeroclient idclient clienteid idcliente cliente numerocliente klantnummer klantid klant memberid accountid contactid",
	AnonymousID: "anonymousid visitorid visitor cookieid clientcookie sessioncookie deviceid distinctid",
	MessageID:   "messageid eventid",
	OrderID:     "orderid ordernumber orderno order orderref orderreference invoicenumber invoiceno invoice receiptnumber receipt transactionid transaction bestellnummer bestellnr bestellung auftragsnummer auftrag rechnungsnummer rechnung belegnummer numerodecommande commande numerocommande facture numerofacture reference pedido numerodepedido numeropedido factura numerofactura bestelnummer bestelling ordernummer factuurnummer factuur",
	Time:        "time timestamp datetime date day createdat created createdon orderdate ordertime purchasedate paidat orderedat eventtime occurredat datum zeit zeitpunkt uhrzeitdatum bestelldatum rechnungsdatum kaufdatum erstelltam erstellt heure datedecommande datecommande dateheure fecha fechahora fechadepedido fechapedido hora besteldatum aankoopdatum aangemaaktop tijdstip updatedat lastmodified lastchanged",
	Clock:       "clock timeofday uhrzeit heurelocale",
	Total:       "total ordertotal grandtotal amount totalamount revenue sales value totalprice totalincltax gesamt gesamtbetrag gesamtsumme summe betrag umsatz bestellwert rechnungsbetrag montant montanttotal totalttc chiffreaffaires prixtotal importe importetotal totalpedido monto ventas bedrag totaalbedrag totaal omzet orderbedrag",
	Currency:    "currency currencycode wahrung waehrung wahrungscode devise monnaie moneda divisa valuta munt",
	Subtotal:    "subtotal netamount net nettobetrag netto zwischensumme soustotal montantht totalht subtotaal nettobedrag",
	Tax:         "tax taxes vat taxamount totaltax salestax mwst ust mehrwertsteuer umsatzsteuer steuer tva taxe montanttva iva impuesto impuestos btw belasting",
	Shipping:    "shipping shippingcost shippingtotal postage delivery versand versandkosten porto fraisdeport livraison fraisdelivraison envio gastosdeenvio verzendkosten verzending",
	Discount:    "discount discounts discountamount discounttotal rabatt rabattbetrag nachlass remise reduction montantremise descuento korting kortingsbedrag",
	Coupon:      "coupon couponcode voucher vouchercode promocode discountcode gutschein gutscheincode rabattcode codepromo bonreduction cupon codigodedescuento kortingscode",
	Refunded:    "refunded refund refundamount refundedamount erstattung erstattet ruckerstattung gutschrift rembourse remboursement montantrembourse reembolso reembolsado terugbetaling terugbetaald",
	Status:      "status orderstatus paymentstatus financialstatus state zustand bestellstatus zahlungsstatus statut statutcommande estado estadodelpedido bestelstatus",
	Event:       "event eventname action activity ereignis aktion evenement nomevenement evento accion gebeurtenis actie",
	Day:         "day date datum tag jour dia fecha dag reportingstarts datereport",
	Source:      "source utmsource platform network quelle kanal plattform plateforme fuente origen bron netwerk",
	Medium:      "medium utmmedium channeltype medio",
	Campaign:    "campaign campaignname utmcampaign kampagne kampagnenname campagne nomdelacampagne campana nombredelacampana campagnenaam",
	Cost:        "cost costs spend spent amountspent adspend kosten ausgaben werbekosten cout couts depenses montantdepense coste costo gasto importegastado uitgaven besteedbedrag",
	Clicks:      "clicks click klicks klick clics clic kliks linkclicks clicksall",
	Impressions: "impressions impr impressionen einblendungen impresiones vertoningen views",

	Product + ":name":     "product productname item itemname lineitemname article produkt produktname artikel artikelname artikelbezeichnung bezeichnung produit nomproduit designation producto nombreproducto articulo productnaam artikelnaam",
	Product + ":sku":      "sku productsku itemsku articlenumber artikelnummer artnr produktnummer referenceproduit referencia artikelnr",
	Product + ":quantity": "quantity qty itemquantity menge anzahl stuck stueck quantite qte cantidad aantal hoeveelheid",
	Product + ":price":    "price unitprice itemprice preis einzelpreis stuckpreis prix prixunitaire precio preciounitario prijs stuksprijs",

	Trait + ":name":        "name fullname customername contactname kundenname vorundnachname nom nomcomplet nomclient nombrecompleto nombrecliente naam volledigenaam klantnaam",
	Trait + ":firstName":   "firstname givenname vorname prenom nombre voornaam",
	Trait + ":lastName":    "lastname surname familyname nachname familienname nomdefamille apellido apellidos achternaam",
	Trait + ":company":     "company companyname organisation organization firma unternehmen firmenname societe entreprise empresa bedrijf bedrijfsnaam",
	Trait + ":city":        "city town billingcity ort stadt wohnort ville ciudad stad plaats woonplaats",
	Trait + ":country":     "country countrycode billingcountry land pays pais",
	Trait + ":postal_code": "zip zipcode postcode postalcode plz postleitzahl codepostal codigopostal cp",

	Consent + ":email_marketing": "acceptsmarketing emailconsent emailoptin marketingconsent newsletter newsletteroptin subscribed optin consent emailmarketing einwilligung newsletterzustimmung consentement accepteemails consentimiento suscrito toestemming nieuwsbrief",

	Context + ":page.url":         "url pageurl page pagelocation pageaddress seite seitenurl adresse lien pagina",
	Context + ":page.referrer":    "referrer referer pagereferrer",
	Context + ":campaign.source":  "utmsource",
	Context + ":campaign.medium":  "utmmedium",
	Context + ":campaign.name":    "utmcampaign",
	Context + ":location.country": "country countrycode land pays pais",
	Context + ":userAgent":        "useragent",
	Value:                         "value revenue amount total betrag umsatz wert montant valeur importe valor bedrag waarde omzet price",
	Property + ":order_id":        "orderid transactionid bestellnummer",
	Property + ":currency":        "currency currencycode wahrung devise moneda valuta",
	Until:                         "reportingends enddate enddatum datedefin fechafin einddatum",
}

// dictionary are the words by name and kind of file.
var dictionary = func() map[Kind]map[string]string {
	all := map[Kind]map[string]string{}
	for _, kind := range Kinds {
		all[kind] = map[string]string{}
		for meaning, names := range words {
			if !known(kind, meaning) {
				continue
			}
			for name := range strings.FieldsSeq(names) {
				if other, taken := all[kind][name]; !taken || rank(kind, meaning) < rank(kind, other) {
					all[kind][name] = meaning
				}
			}
		}
	}
	return all
}()

// rank decides between two meanings of the same word: lower is likelier.
func rank(kind Kind, meaning string) int {
	order := map[Kind][]string{
		Events:    {Time, Email, UserID, Event, Value, Context + ":campaign.source", Context + ":campaign.medium", Context + ":campaign.name", Context + ":location.country"},
		Customers: {Email, Phone, UserID, Time},
		Orders:    {OrderID, Time, Email, Total, Currency, UserID, Product + ":name"},
		Costs:     {Day, Cost, Campaign, Source},
	}[kind]
	for i, likely := range order {
		if likely == meaning {
			return i
		}
	}
	return len(order) + len(meaning)
}

var accents = strings.NewReplacer("ä", "a", "à", "a", "á", "a", "â", "a", "ö", "o", "ó", "o", "ô", "o", "ü", "u", "ù", "u", "ú", "u", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"í", "i", "î", "i", "ï", "i", "ñ", "n", "ç", "c", "ß", "ss")

// foldName is a column's name without what people write differently.
func foldName(name string) string {
	name = accents.Replace(strings.ToLower(name))
	if before, _, found := strings.Cut(name, "("); found && strings.TrimSpace(before) != "" {
		name = before
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
}
