package main

import (
	"bytes"
	"fmt"
	"go/format"
	"math"

	"relais/dialogs/understand/linear"
)

// quantised is a model as it is embedded.
type quantised struct {
	classes []string
	bits    uint
	bytes   []byte
	scale   float64
	bias    []float64
}

type trained struct {
	task
	quantised
}

// quantise rounds the weights to signed bytes.
func (m *model) quantise() quantised {
	top := 0.0
	for _, w := range m.weights {
		top = max(top, math.Abs(w))
	}
	q := quantised{m.classes, m.bits, make([]byte, len(m.weights)), top / 127, m.bias}
	for i, w := range m.weights {
		q.bytes[i] = byte(int8(math.Round(w / q.scale)))
	}
	return q
}

// source returns the Go source that embeds the weights.
func source(models []trained) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Code generated from lines by go generate; DO NOT EDIT.\n\npackage understand\n\nimport (\n\t_ \"embed\"\n\n\t\"relais/dialogs/understand/linear\"\n)\n\n")
	for _, m := range models {
		fmt.Fprintf(&b, "//go:embed %s.weights\nvar %sWeights string\n\n", m.name, m.name)
		fmt.Fprintf(&b, "// %s\nvar %sModel = linear.Model{\nClasses: %#v,\nBits: %d,\nWeights: %sWeights,\n", m.doc, m.name, m.classes, m.quantised.bits, m.name)
		b.WriteString("Bias: []float32{")
		for _, x := range m.bias {
			fmt.Fprintf(&b, "%.5g,", x)
		}
		b.WriteString("},\nScale: [linear.Families]float32{")
		for f := range linear.Families {
			fmt.Fprintf(&b, "linear.%s: %.6g,", [...]string{"Words", "Pairs", "Letters", "Signs"}[f], worth[f]*m.scale)
		}
		b.WriteString("},\n}\n\n")
	}
	text, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("train: format generated code: %w", err)
	}
	return text, nil
}
