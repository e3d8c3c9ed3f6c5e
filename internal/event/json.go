package event

// Members calls fn with each key and value of a JSON object, as the bytes lie
// there; keys keep their escapes. It stops when fn returns false. The object
// must be valid JSON (it was checked at receipt); what is not an object has no
// members. It allocates nothing and reads each byte once.
func Members(object []byte, fn func(key, value []byte) bool) {
	i := skipSpace(object, 0)
	if i >= len(object) || object[i] != '{' {
		return
	}
	i = skipSpace(object, i+1)
	for i < len(object) && object[i] == '"' {
		end := endOfString(object, i)
		if end >= len(object) {
			return
		}
		key := object[i+1 : end]
		i = skipSpace(object, end+1)
		if i >= len(object) || object[i] != ':' {
			return
		}
		i = skipSpace(object, i+1)
		end = endOfValue(object, i)
		if !fn(key, object[i:end]) {
			return
		}
		i = skipSpace(object, end)
		if i >= len(object) || object[i] != ',' {
			return
		}
		i = skipSpace(object, i+1)
	}
}

// Get is the JSON value below the keys of an object, nil where there is none.
// Of a key that stands twice the last counts, as in encoding/json.
func Get(object []byte, keys ...string) []byte {
	for _, want := range keys {
		var found []byte
		Members(object, func(key, value []byte) bool {
			if string(key) == want || (hasEscape(key) && ParseValue(quoted(key)).Text == want) {
				found = value
			}
			return true
		})
		if found == nil {
			return nil
		}
		object = found
	}
	return object
}

// KeyText is a key of Members as text, with its escapes resolved.
func KeyText(key []byte) string {
	if !hasEscape(key) {
		return string(key)
	}
	return ParseValue(quoted(key)).Text
}

func hasEscape(key []byte) bool {
	for _, c := range key {
		if c == '\\' {
			return true
		}
	}
	return false
}

func quoted(key []byte) []byte {
	return append(append(append(make([]byte, 0, len(key)+2), '"'), key...), '"')
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// endOfString is where the closing quote of the string that opens at i lies.
func endOfString(b []byte, i int) int {
	for i++; i < len(b) && b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return min(i, len(b))
}

// endOfValue is where the value that begins at i ends.
func endOfValue(b []byte, i int) int {
	if i >= len(b) {
		return len(b)
	}
	switch b[i] {
	case '"':
		return min(endOfString(b, i)+1, len(b))
	case '{', '[':
		depth := 0
		for ; i < len(b); i++ {
			switch b[i] {
			case '"':
				i = endOfString(b, i)
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
		return len(b)
	}
	for i < len(b) {
		switch b[i] {
		case ',', '}', ']', ' ', '\n', '\t', '\r':
			return i
		}
		i++
	}
	return i
}
