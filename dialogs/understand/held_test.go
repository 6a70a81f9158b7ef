package understand

import "testing"

func TestHeldOut(t *testing.T) {
	r := New()
	right, all := 0, 0
	for _, l := range lines(t, "incidents_heldout.txt", 2) {
		all++
		if o := r.Read(l.text, nil, "fr"); o.Incident == l.want {
			right++
		}
	}
	t.Logf("incidents held out: %d of %d", right, all)
}
