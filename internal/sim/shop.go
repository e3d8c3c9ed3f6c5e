package sim

import (
	"strconv"
	"strings"
)

// shop is what one world sells, and where.
type shop struct {
	brand      string
	prefix     string // begins the products' ids: "ff-"
	order      string // begins the orders' numbers: "FF-"
	counter    string // where the till stands
	home       string // the first page's title
	list       string // the newsletter's name
	fame       string // how it becomes famous: "A film about"
	famous     int    // the category whose first product a film makes famous
	tax        int    // per cent
	shipping   int    // cents, for orders below freeFrom
	freeFrom   int
	reasons    []string // why things are taken back
	categories []category
	products   []product
	journal    []string // paths of the magazine's articles
	searches   []string
	topics     []string // of telephone calls
	praise     []string // reviews by content customers
	complaints []string // reviews by the others
	manner
}

// stock is what a shop has on its shelves, the best sellers of each group
// first. Prices are in whole units of currency.
type stock []struct {
	name     string
	articles []article
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

// fill puts the stock on the shelves.
func (sh *shop) fill(groups stock, host, currency string) {
	for _, group := range groups {
		c := category{name: group.name, slug: slug(group.name)}
		for i, a := range group.articles {
			c.products = append(c.products, len(sh.products))
			sh.products = append(sh.products, sh.newProduct(len(sh.categories), c.name, host, currency, i, a))
		}
		sh.categories = append(sh.categories, c)
	}
}

func slug(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), " ", "-"), "'", "")
}

func (sh *shop) newProduct(group int, groupName, host, currency string, rank int, a article) product {
	place := len(sh.products)
	p := product{
		id:   sh.prefix + strconv.Itoa(1001+place*7),
		name: a.name, category: group, cents: a.price*100 - 5*(place%2)*20,
		slug:   slug(a.name),
		appeal: 1 / (1 + 0.45*float64(rank)),
	}
	p.path = "/products/" + p.slug
	p.title = p.name
	p.json = `"product_id":"` + p.id + `","sku":"` + strings.ToUpper(p.id) + `","name":"` + p.name +
		`","category":"` + groupName + `","brand":"` + sh.brand + `","price":` + string(appendCents(nil, p.cents)) +
		`,"currency":"` + currency + `","url":"` + host + p.path + `"`
	return p
}

// viral is the product that a film about it makes famous for a day.
func (sh *shop) viral() int { return sh.categories[sh.famous].products[0] }

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
