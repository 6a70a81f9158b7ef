package spelling

// A Filter tells whether a word is one of a list without holding the list: it
// knows every word of it, and takes one in three hundred others for one of it.
// (A Bloom filter of twelve bits a word and eight probes.)
type Filter string

const (
	filterBits   = 12
	filterProbes = 8
)

// NewFilter returns the filter of a list of words.
func NewFilter(words []string) Filter {
	bits := make([]byte, (len(words)*filterBits+7)/8)
	for _, w := range words {
		probes(w, len(bits)*8, func(bit int) bool {
			bits[bit/8] |= 1 << (bit % 8)
			return true
		})
	}
	return Filter(bits)
}

// Has reports whether word is in the list, or seems to be.
func (f Filter) Has(word string) bool {
	if len(f) == 0 {
		return false
	}
	return probes(word, len(f)*8, func(bit int) bool { return f[bit/8]&(1<<(bit%8)) != 0 })
}

// probes calls each with the bits of a word until it returns false.
func probes(word string, size int, each func(bit int) bool) bool {
	h := uint64(14695981039346656037) // FNV-1a, 64 bits
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	a, b := h&0xffffffff, h>>32|1
	for i := range uint64(filterProbes) {
		if !each(int((a + i*b) % uint64(size))) {
			return false
		}
	}
	return true
}
