package protocol

import (
	"sync"

	"wend/internal/event"
)

// Agents remembers what user agents' texts tell: reading one takes
// microseconds, and few different ones come again and again. It keeps the
// recently used ones of at most twice its size, and may be used by any
// goroutine.
type Agents struct {
	size        int
	mutex       sync.RWMutex
	young, aged map[string]event.Agent
}

// NewAgents makes a memory for about size different user agents.
func NewAgents(size int) *Agents {
	return &Agents{size: size, young: make(map[string]event.Agent)}
}

func (a *Agents) read(text []byte) event.Agent {
	if len(text) == 0 {
		return event.Agent{}
	}
	text = cut(text, 512)
	a.mutex.RLock()
	agent, ok := a.young[string(text)]
	a.mutex.RUnlock()
	if ok {
		return agent
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	agent, ok = a.aged[string(text)]
	if !ok {
		agent = event.ParseAgent(string(text))
	}
	if len(a.young) >= a.size {
		a.aged, a.young = a.young, make(map[string]event.Agent, a.size)
	}
	a.young[string(text)] = agent
	return agent
}
