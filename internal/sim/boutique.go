package sim

import (
	"strconv"
	"strings"
)

// shop is what one world sells, and where.
type shop struct {
	name, host string
	categories []category
	products   []product
	journal    []string // paths of the magazine's articles
	searches   []string
	topics     []string // of telephone calls
	praise     []string // reviews by content customers
	complaints []string // reviews by the others
}

type category struct {
	name, slug string
	products   []int // places in shop.products
}

// product is one article, with the pieces of JSON that its messages repeat.
type product struct {
	id, name, slug string
	category       int
	cents          int
	appeal         float64
	path, title    string
	json           string // the members of the product's JSON object, without braces
}

type article struct {
	name  string
	price int
}

// boutique is Fern & Fathom, a small clothes shop with one till.
func boutique(currency string) *shop {
	sh := &shop{
		name: "Fern & Fathom", host: "https://fernandfathom.example",
		journal: []string{"/journal/how-to-wash-wool", "/journal/one-linen-shirt-five-ways", "/journal/the-mill-in-donegal",
			"/journal/packing-for-a-wet-weekend", "/journal/mending-is-caring", "/journal/what-to-wear-to-a-spring-wedding"},
		searches: []string{"linen shirt", "wool coat", "midi dress", "raincoat", "green scarf", "boots", "cardigan", "gift", "wedding guest", "tote bag",
			"petite", "wide leg", "navy", "earrings", "pyjamas"},
		topics:     []string{"where is my order", "size advice", "return of an order", "opening hours", "gift voucher"},
		praise:     []string{"Beautiful quality and quick delivery.", "Fits as described, I wear it all the time.", "Softer than I hoped. My sister wants one too.", "Lovely colour, and the parcel smelled of lavender.", "Worth every cent."},
		complaints: []string{"Runs small, I had to send it back.", "Nice fabric, but the seam opened after a week.", "The colour is duller than in the picture.", "It took nine days to arrive."},
	}
	for _, group := range boutiqueRange {
		c := category{name: group.name, slug: strings.ReplaceAll(strings.ToLower(group.name), " ", "-")}
		for i, a := range group.articles {
			c.products = append(c.products, len(sh.products))
			sh.products = append(sh.products, newProduct(len(sh.products), len(sh.categories), c.name, currency, i, a))
		}
		sh.categories = append(sh.categories, c)
	}
	return sh
}

func newProduct(place, group int, groupName, currency string, rank int, a article) product {
	p := product{
		id:   "ff-" + strconv.Itoa(1001+place*7),
		name: a.name, category: group, cents: a.price*100 - 5*(place%2)*20,
		slug:   strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(a.name), " ", "-"), "'", ""),
		appeal: 1 / (1 + 0.45*float64(rank)),
	}
	p.path = "/products/" + p.slug
	p.title = p.name
	p.json = `"product_id":"` + p.id + `","sku":"` + strings.ToUpper(p.id) + `","name":"` + p.name +
		`","category":"` + groupName + `","brand":"Fern & Fathom","price":` + string(appendCents(nil, p.cents)) +
		`,"currency":"` + currency + `","url":"https://fernandfathom.example` + p.path + `"`
	return p
}

// boutiqueRange is what hangs on the rails, the best sellers of each group
// first. Prices are in whole units of currency.
var boutiqueRange = []struct {
	name     string
	articles []article
}{
	{"Dresses", []article{{"Saltmarsh Midi Dress", 129}, {"Orchard Tea Dress", 119}, {"Lighthouse Shirt Dress", 139}, {"Bramble Wrap Dress", 125}, {"Tideline Slip Dress", 109}, {"Harvest Moon Maxi Dress", 159}, {"Penny Lane Pinafore", 98}}},
	{"Knitwear", []article{{"Driftwood Cardigan", 119}, {"Fisherman's Rib Jumper", 135}, {"Heather Crew Jumper", 95}, {"Moss Stitch Vest", 79}, {"Skerry Roll Neck", 89}, {"Cloudberry Mohair Jumper", 149}}},
	{"Shirts and Tops", []article{{"Howth Linen Shirt", 79}, {"Everyday Breton Top", 45}, {"Paper Boat Blouse", 75}, {"Sunday Poplin Shirt", 69}, {"Clover Print Blouse", 72}, {"Riverbed Organic Tee", 35}, {"Smock Top in Rain Blue", 68}}},
	{"Trousers", []article{{"Wide Wale Cord Trousers", 99}, {"Quay Linen Trousers", 95}, {"Gardener's Dungarees", 129}, {"Cropped Canvas Trousers", 89}, {"High Rise Straight Jeans", 109}, {"Sail Culottes", 85}}},
	{"Skirts", []article{{"Bluebell Pleated Skirt", 95}, {"Tweed Button Skirt", 109}, {"Meadow Wrap Skirt", 89}, {"Denim Market Skirt", 79}, {"Gorse Corduroy Skirt", 85}}},
	{"Coats and Jackets", []article{{"North Wall Raincoat", 189}, {"Donegal Tweed Coat", 299}, {"Quilted Lambing Jacket", 159}, {"Chore Jacket in Indigo", 129}, {"Boiled Wool Blazer", 199}, {"Storm Petrel Parka", 249}}},
	{"Shoes", []article{{"Cobble Ankle Boots", 169}, {"Canvas Plimsolls", 65}, {"Cork Sole Sandals", 95}, {"Velvet Mary Janes", 119}, {"Garden Clogs", 75}}},
	{"Bags", []article{{"Bookshop Tote", 39}, {"Satchel in Chestnut", 179}, {"Little Crescent Bag", 109}, {"Weekend Holdall", 219}, {"Market Basket", 59}}},
	{"Scarves and Hats", []article{{"Fern Print Silk Scarf", 69}, {"Merino Snood", 45}, {"Lambswool Blanket Scarf", 79}, {"Straw Boater", 55}, {"Fathom Beanie", 32}, {"Tweed Baker Boy Cap", 49}}},
	{"Jewellery", []article{{"Sea Glass Earrings", 48}, {"Little Acorn Pendant", 65}, {"Hammered Ring", 55}, {"Tide Table Bracelet", 72}}},
	{"Nightwear and Socks", []article{{"Brushed Cotton Pyjamas", 75}, {"Alpaca Bed Socks", 24}, {"Linen Night Shirt", 69}, {"Striped Wool Socks", 16}}},
}

// viral is the product that a film about it makes famous for a day: the first
// of the shop's coats.
func (sh *shop) viral() int { return sh.categories[5].products[0] }

// appendCents writes an amount of money as a JSON number.
func appendCents(b []byte, cents int) []byte {
	if cents < 0 {
		b = append(b, '-')
		cents = -cents
	}
	b = strconv.AppendInt(b, int64(cents/100), 10)
	if rest := cents % 100; rest != 0 {
		b = append(b, '.', byte('0'+rest/10))
		if rest%10 != 0 {
			b = append(b, byte('0'+rest%10))
		}
	}
	return b
}
