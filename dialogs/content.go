// Package dialogs holds what analysts read and own: the dialogs, the answers to
// questions, the clocks. This file gives them to programs, compiled.
package dialogs

import "relais/dialogs/engine"

//go:generate go run relais/dialogs/generate

// Set returns the dialogs compiled into the program. It is shared and must not be changed.
func Set() *engine.Set { return &compiled }
