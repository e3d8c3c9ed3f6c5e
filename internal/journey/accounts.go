package journey

import (
	"cmp"
	"math"
	"slices"
	"time"

	"wend/internal/problem"
)

// FirstAccount is where the numbers of accounts begin; customers' lie below.
// A journey whose Customer is an account's number is the account's, and its
// traits are the account's.
const FirstAccount Customer = 1 << 31

// Bounds of a membership that always was, or never ends.
const (
	Always  = math.MinInt64
	Forever = math.MaxInt64
)

// Member is a customer whose touchpoints at From <= time < To belong to an
// account.
type Member struct {
	Customer Customer
	From, To int64
}

// Accounts are the members of account FirstAccount+i at place i. A touchpoint
// should belong to one account at most.
//
// An account's journey is its members' touchpoints in one sequence, by time
// and receipt. Sessions are cut and stages derived over that sequence, as if it
// were one customer's: the visits of colleagues who look at the same time are
// one session, and the account stands where the latest of them brought it.
type Accounts [][]Member

// Accounts are the accounts as they are now, for a scan from a time on. A
// *problem.Problem says that touchpoints of then are not held in memory.
func (ix *Index) Accounts(from int64) (Accounts, error) {
	if ix.options.Cold != nil && from < ix.options.HistoryFrom {
		return nil, problem.At("", "Accounts can be counted from %s on, which is as far back as this server holds journeys in memory (--index-days).",
			time.UnixMilli(ix.options.HistoryFrom).UTC().Format(time.RFC3339))
	}
	if ix.options.Accounts == nil {
		return Accounts{}, nil
	}
	return ix.options.Accounts(), nil
}

// accountsAtOnce is about how many members a worker takes at a time.
const accountsAtOnce = 256

// accountUnits cuts the accounts into parts for workers, over one moment of all
// shards. Rows that are not held in memory are not seen.
func (ix *Index) accountUnits(accounts Accounts) []unit {
	ix.moves.RLock()
	shards := ix.published.Load().shards
	views := make([]view, len(shards))
	for i, s := range shards {
		views[i] = s.view()
	}
	ix.moves.RUnlock()
	moment := &moment{views: views, heads: make([][]int32, len(views)), accounts: accounts}
	for i := range views {
		moment.heads[i], _, _ = views[i].heads(nil)
	}
	var units []unit
	for lo := 0; lo < len(accounts); {
		hi, members := lo, 0
		for hi < len(accounts) && members < accountsAtOnce {
			members += 1 + len(accounts[hi])
			hi++
		}
		units = append(units, unit{moment: moment, lo: lo, hi: hi})
		lo = hi
	}
	return units
}

// moment is all shards as they were at one moment, for folds over accounts.
type moment struct {
	views    []view
	heads    [][]int32 // by shard: each customer's last waiting row; nil where none waits
	accounts Accounts
}

// accountJoiner puts members' touchpoints into one sequence. One goroutine
// uses it at a time.
type accountJoiner struct {
	rows    []row
	columns Columns
}

// account visits one account.
func (w *worker[F]) account(m *moment, i int) {
	j := &w.joiner
	j.rows = j.rows[:0]
	for _, member := range m.accounts[i] {
		number := int(member.Customer >> shardBits)
		if number >= len(m.views) || w.scan.Only != nil && !w.scan.Only(member.Customer) {
			continue
		}
		v, local, last := &m.views[number], uint16(member.Customer&(shardSize-1)), int32(0)
		if head := m.heads[number]; head != nil {
			last = head[local]
		}
		columns, lo, hi := w.merger.customer(v, local, last)
		j.take(columns, lo, hi, member)
	}
	if len(j.rows) == 0 {
		return
	}
	account := FirstAccount + Customer(i)
	n := j.join()
	w.merger.deriver.derive(account, &j.columns, 0, n, false)
	w.visit(Journey{Customer: account, Columns: &j.columns, Lo: 0, Hi: n, First: 0, End: n}, false)
}

// take adds a member's rows within the membership.
func (j *accountJoiner) take(columns *Columns, lo, hi int, member Member) {
	lo, hi = narrow(columns.Time, lo, hi, member.From, member.To)
	for i := lo; i < hi; i++ {
		j.rows = append(j.rows, columns.rowAt(i, 0))
	}
}

// join fills the columns with the rows in order, and answers how many they are.
func (j *accountJoiner) join() int {
	slices.SortFunc(j.rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.seq, b.seq))
	})
	j.columns.reset()
	for i := range j.rows {
		j.columns.appendRow(&j.rows[i])
	}
	return len(j.rows)
}

// ViewAccount shows the journey of one account; false where it has no
// touchpoints.
func (ix *Index) ViewAccount(account Customer, members []Member, fn func(Journey)) bool {
	m := ix.mergers.Get().(*merger)
	defer ix.mergers.Put(m)
	m.deriver = deriver{ix: ix, stages: ix.stages.Load(), counts: m.deriver.counts}
	var j accountJoiner
	for _, member := range members {
		if v, local, last, ok := ix.viewOf(member.Customer); ok {
			columns, lo, hi := m.customer(&v, local, last)
			j.take(columns, lo, hi, member)
		}
	}
	if len(j.rows) == 0 {
		return false
	}
	n := j.join()
	m.deriver.derive(account, &j.columns, 0, n, false)
	fn(Journey{Customer: account, Columns: &j.columns, Lo: 0, Hi: n, First: 0, End: n})
	return true
}
