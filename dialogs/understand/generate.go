package understand

//go:generate go run ./generate
